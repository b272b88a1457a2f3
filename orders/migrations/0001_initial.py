"""Every table of the orders, each with its constraints and indexes: to add them later is to build the table anew."""

import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.math
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Category",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=64, unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "policy_class",
                    models.CharField(
                        choices=[
                            ("standard", "Standard"),
                            ("custom_or_fresh", "Customised or fresh (3-1)"),
                            ("virtual", "Virtual (3-2)"),
                            ("intimate_wear", "Intimate wear (3-3)"),
                            ("personal_item", "Personal item (3-4)"),
                            ("excluded_goods", "Excluded goods (3-5)"),
                            ("adult", "Underwear and adult products (3-6)"),
                        ],
                        default="standard",
                        max_length=20,
                        verbose_name="policy class",
                    ),
                ),
                (
                    "sealed_once",
                    models.BooleanField(
                        default=False,
                        help_text="Once unsealed, no change of mind (4.5).",
                        verbose_name="sealed once",
                    ),
                ),
                (
                    "installable",
                    models.BooleanField(
                        default=False,
                        help_text="Once installed, no change of mind (3-I).",
                        verbose_name="installable",
                    ),
                ),
                (
                    "activatable",
                    models.BooleanField(
                        default=False,
                        help_text="Once activated, no change of mind (3-A).",
                        verbose_name="activatable",
                    ),
                ),
                (
                    "is_classed",
                    models.BooleanField(
                        default=False, help_text="Whether staff have looked at it.", verbose_name="classed"
                    ),
                ),
            ],
            options={
                "verbose_name": "category",
                "verbose_name_plural": "categories",
                "ordering": ["code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("code", ""), _negated=True), name="category_has_code"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "policy_class__in",
                                [
                                    "standard",
                                    "custom_or_fresh",
                                    "virtual",
                                    "intimate_wear",
                                    "personal_item",
                                    "excluded_goods",
                                    "adult",
                                ],
                            )
                        ),
                        name="category_policy_class_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Customer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "described_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="described at"),
                ),
                (
                    "described_by",
                    models.CharField(
                        blank=True, editable=False, max_length=40, verbose_name="described by order"
                    ),
                ),
                ("external_id", models.CharField(max_length=64, unique=True, verbose_name="customer number")),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="customer",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "customer",
                "verbose_name_plural": "customers",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("external_id", ""), _negated=True), name="customer_has_number"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Order",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=40, unique=True, verbose_name="order number")),
                (
                    "country",
                    models.CharField(
                        choices=[("KE", "Kenya"), ("UG", "Uganda"), ("NG", "Nigeria")],
                        max_length=2,
                        verbose_name="country",
                    ),
                ),
                (
                    "currency",
                    models.CharField(
                        choices=[
                            ("KES", "Kenyan shilling"),
                            ("UGX", "Ugandan shilling"),
                            ("NGN", "Nigerian naira"),
                        ],
                        max_length=3,
                        verbose_name="currency",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("local", "From Kilimall's warehouse"),
                            ("dropship", "Shipped by a local seller"),
                            ("global", "Shipped from overseas"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("pending_payment", "Waiting for payment"),
                            ("pending_dispatch", "Waiting for dispatch"),
                            ("in_transit", "On its way"),
                            ("completed", "Completed"),
                            ("cancelled", "Cancelled"),
                        ],
                        max_length=20,
                        verbose_name="status",
                    ),
                ),
                ("placed_at", models.DateTimeField(verbose_name="placed at")),
                (
                    "signed_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="The first signature that the feed gave for the whole order.",
                        null=True,
                        verbose_name="signed at",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="orders",
                        to="orders.customer",
                        verbose_name="customer",
                    ),
                ),
                ("city", models.CharField(blank=True, max_length=100, verbose_name="city")),
                ("payment_method", models.CharField(blank=True, max_length=40, verbose_name="paid by")),
                ("payment_phone", models.CharField(blank=True, max_length=16, verbose_name="paid from")),
                ("payment_receipt", models.CharField(blank=True, max_length=64, verbose_name="receipt")),
            ],
            options={
                "verbose_name": "order",
                "verbose_name_plural": "orders",
                "indexes": [
                    models.Index(fields=["customer", "-placed_at", "-id"], name="order_of_customer"),
                    models.Index(fields=["-placed_at", "-id"], name="order_latest"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("number", ""), _negated=True), name="order_has_number"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("country", "KE"), ("currency", "KES")),
                            models.Q(("country", "UG"), ("currency", "UGX")),
                            models.Q(("country", "NG"), ("currency", "NGN")),
                            _connector="OR",
                        ),
                        name="order_currency_of_country",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["local", "dropship", "global"])),
                        name="order_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "pending_payment",
                                    "pending_dispatch",
                                    "in_transit",
                                    "completed",
                                    "cancelled",
                                ],
                            )
                        ),
                        name="order_status_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Shop",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "described_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="described at"),
                ),
                (
                    "described_by",
                    models.CharField(
                        blank=True, editable=False, max_length=40, verbose_name="described by order"
                    ),
                ),
                ("external_id", models.CharField(max_length=64, unique=True, verbose_name="seller number")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("city", models.CharField(blank=True, max_length=100, verbose_name="city")),
                ("phone", models.CharField(blank=True, max_length=16, verbose_name="phone")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail address")),
                (
                    "country",
                    models.CharField(
                        choices=[("KE", "Kenya"), ("UG", "Uganda"), ("NG", "Nigeria")],
                        max_length=2,
                        verbose_name="country",
                    ),
                ),
            ],
            options={
                "verbose_name": "shop",
                "verbose_name_plural": "shops",
                "ordering": ["name", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("external_id", ""), _negated=True), name="shop_has_number"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("country__in", ["KE", "UG", "NG"])), name="shop_country_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OrderLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="orders.order",
                        verbose_name="order",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="line")),
                ("sku", models.CharField(max_length=64, verbose_name="SKU")),
                ("name", models.CharField(max_length=255, verbose_name="product")),
                ("brand", models.CharField(blank=True, max_length=100, verbose_name="brand")),
                (
                    "category",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="orders.category",
                        verbose_name="category",
                    ),
                ),
                (
                    "policy_class",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("standard", "Standard"),
                            ("custom_or_fresh", "Customised or fresh (3-1)"),
                            ("virtual", "Virtual (3-2)"),
                            ("intimate_wear", "Intimate wear (3-3)"),
                            ("personal_item", "Personal item (3-4)"),
                            ("excluded_goods", "Excluded goods (3-5)"),
                            ("adult", "Underwear and adult products (3-6)"),
                        ],
                        max_length=20,
                        verbose_name="policy class of its own",
                    ),
                ),
                (
                    "disclosed_flaw",
                    models.CharField(blank=True, max_length=500, verbose_name="flaw told of before the sale"),
                ),
                (
                    "shop",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="orders.shop",
                        verbose_name="shop",
                    ),
                ),
                ("quantity", models.PositiveIntegerField(verbose_name="quantity")),
                (
                    "unit_price_amount",
                    models.DecimalField(decimal_places=2, max_digits=12, verbose_name="price of one"),
                ),
                (
                    "discount_amount",
                    models.DecimalField(decimal_places=2, default=0, max_digits=12, verbose_name="discount"),
                ),
                (
                    "tax_amount",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=12, verbose_name="tax on the invoice"
                    ),
                ),
                (
                    "delivery_fee_amount",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=12, verbose_name="delivery fee"
                    ),
                ),
                (
                    "paid_amount",
                    models.DecimalField(
                        decimal_places=2,
                        help_text="Price times quantity, less the discount.",
                        max_digits=12,
                        verbose_name="paid",
                    ),
                ),
                (
                    "refunded_amount",
                    models.DecimalField(
                        decimal_places=2, default=0, editable=False, max_digits=12, verbose_name="refunded"
                    ),
                ),
                ("serial_numbers", models.JSONField(blank=True, default=list, verbose_name="serial numbers")),
                (
                    "warranty_months",
                    models.PositiveSmallIntegerField(default=0, verbose_name="warranty in months"),
                ),
                (
                    "service_centre",
                    models.CharField(blank=True, max_length=300, verbose_name="service centre"),
                ),
                (
                    "promotion",
                    models.CharField(
                        blank=True,
                        choices=[("one_shilling", "1-shilling promotion")],
                        max_length=20,
                        verbose_name="promotion",
                    ),
                ),
                ("gift", models.CharField(blank=True, max_length=200, verbose_name="gift")),
                (
                    "invoice",
                    models.CharField(
                        blank=True,
                        choices=[("electronic", "Electronic"), ("paper", "On paper")],
                        max_length=10,
                        verbose_name="invoice",
                    ),
                ),
                ("variants", models.JSONField(blank=True, default=list, verbose_name="variants")),
                ("signed_at", models.DateTimeField(blank=True, null=True, verbose_name="signed at")),
                (
                    "signed_by",
                    models.CharField(
                        blank=True,
                        choices=[("feed", "The shop"), ("customer", "The customer")],
                        max_length=10,
                        verbose_name="signed by",
                    ),
                ),
                ("parcel", models.CharField(blank=True, max_length=64, verbose_name="parcel")),
                ("handover_at", models.DateTimeField(blank=True, null=True, verbose_name="handed over at")),
                (
                    "handover_place",
                    models.CharField(blank=True, max_length=200, verbose_name="handed over in"),
                ),
                (
                    "handover_proof",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("code", "The customer's code"),
                            ("signature", "A signature"),
                            ("photo", "A photo"),
                        ],
                        max_length=10,
                        verbose_name="proof of the hand-over",
                    ),
                ),
                (
                    "ticket_count",
                    models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="tickets"),
                ),
            ],
            options={
                "verbose_name": "order line",
                "verbose_name_plural": "order lines",
                "ordering": ["order", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("order", "number"), name="line_number_once_per_order"),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1), ("quantity__gte", 1)),
                        name="line_counts_from_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("delivery_fee_amount__gte", 0),
                            ("discount_amount__gte", 0),
                            ("paid_amount__gte", 0),
                            ("tax_amount__gte", 0),
                            ("unit_price_amount__gte", 0),
                        ),
                        name="line_amounts_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "paid_amount",
                                django.db.models.functions.math.Round(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            models.F("unit_price_amount"), "*", models.F("quantity")
                                        ),
                                        "-",
                                        models.F("discount_amount"),
                                    ),
                                    2,
                                ),
                            )
                        ),
                        name="line_paid_is_price_less_discount",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("refunded_amount__gte", 0),
                            (
                                "refunded_amount__lte",
                                django.db.models.functions.math.Round(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("paid_amount"), "+", models.F("delivery_fee_amount")
                                    ),
                                    2,
                                ),
                            ),
                        ),
                        name="line_refunded_within_paid",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("signed_at", None), ("signed_by", "")),
                            models.Q(("signed_at__isnull", False), ("signed_by__in", ["feed", "customer"])),
                            _connector="OR",
                        ),
                        name="line_signature_has_signer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "policy_class__in",
                                [
                                    "",
                                    "standard",
                                    "custom_or_fresh",
                                    "virtual",
                                    "intimate_wear",
                                    "personal_item",
                                    "excluded_goods",
                                    "adult",
                                ],
                            ),
                            ("promotion__in", ["", "one_shilling"]),
                            ("invoice__in", ["", "electronic", "paper"]),
                            ("handover_proof__in", ["", "code", "signature", "photo"]),
                        ),
                        name="line_words_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ShopStaff",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shop_places",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "shop",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="staff",
                        to="orders.shop",
                        verbose_name="shop",
                    ),
                ),
            ],
            options={
                "verbose_name": "shop's member of staff",
                "verbose_name_plural": "shops' staff",
                "constraints": [
                    models.UniqueConstraint(fields=("user", "shop"), name="shop_staff_once_per_shop")
                ],
            },
        ),
    ]
