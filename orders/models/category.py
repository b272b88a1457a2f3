"""The catalogue's categories: data that staff edit, never names matched in code (domain.md 2)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from orders.enums import PolicyClass


class CategoryQuerySet(models.QuerySet["Category"]):
    """Questions about categories."""

    def unclassed(self) -> "CategoryQuerySet":
        """Those that came with an order and that no staff has classed yet."""
        return self.filter(is_classed=False)


class Category(models.Model):
    """A category, its policy class, and the flags that decide which questions a form asks."""

    code = models.CharField(_("code"), max_length=64, unique=True)
    name = models.CharField(_("name"), max_length=120)
    policy_class = models.CharField(
        _("policy class"), max_length=20, choices=PolicyClass, default=PolicyClass.STANDARD
    )
    sealed_once = models.BooleanField(
        _("sealed once"), default=False, help_text=_("Once unsealed, no change of mind (4.5).")
    )
    installable = models.BooleanField(
        _("installable"), default=False, help_text=_("Once installed, no change of mind (3-I).")
    )
    activatable = models.BooleanField(
        _("activatable"), default=False, help_text=_("Once activated, no change of mind (3-A).")
    )
    is_classed = models.BooleanField(
        _("classed"), default=False, help_text=_("Whether staff have looked at it.")
    )

    objects: ClassVar[models.Manager["Category"]] = CategoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=~Q(code=""), name="category_has_code"),
            models.CheckConstraint(
                condition=Q(policy_class__in=PolicyClass.values), name="category_policy_class_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name
