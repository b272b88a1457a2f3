"""How much proof each reason needs."""

import pytest

from returns.enums import MissingKind, Reason
from returns.policy.evidence import PHOTO_BYTES, VIDEO_BYTES, required


@pytest.mark.parametrize(
    ("reason", "kind", "minimum", "key"),
    [
        (Reason.CHANGE_OF_MIND, MissingKind.PART, 1, "packaging"),
        (Reason.CHANGE_OF_MIND, MissingKind.PARCEL, 1, "packaging"),
        (Reason.MISSING, MissingKind.PART, 2, "fault"),
        (Reason.MISSING, MissingKind.PRODUCT, 1, "parcel"),
        (Reason.MISSING, MissingKind.PARCEL, 0, "statement"),
        (Reason.DEFECTIVE, MissingKind.PART, 2, "fault_at_work"),
        (Reason.DEFECTIVE, MissingKind.PARCEL, 2, "fault_at_work"),
        (Reason.NOT_AS_DESCRIBED, MissingKind.PART, 2, "fault"),
        (Reason.WRONG_ITEM, MissingKind.PART, 2, "fault"),
        (Reason.COUNTERFEIT, MissingKind.PART, 2, "fault"),
        (Reason.DAMAGED, MissingKind.PART, 2, "fault"),
    ],
)
def test_each_reason_has_its_rule(reason: Reason, kind: MissingKind, minimum: int, key: str):
    rule = required(reason, kind)

    assert (rule.minimum, rule.maximum, rule.key) == (minimum, 6, key)
    assert str(rule.hint).endswith(".")


def test_a_missing_kind_that_is_not_stated_is_a_part():
    assert required(Reason.MISSING) == required(Reason.MISSING, MissingKind.PART)


@pytest.mark.parametrize(("photos", "enough"), [(1, False), (2, True), (6, True), (7, False)])
def test_too_few_and_too_many_are_not_accepted(photos: int, enough: bool):
    assert required(Reason.DAMAGED).accepts(photos) is enough


def test_only_a_parcel_that_never_came_needs_words_and_only_a_fault_at_work_a_video():
    rules = {(reason, kind): required(reason, kind) for reason in Reason for kind in MissingKind}

    assert {at for at, rule in rules.items() if rule.needs_statement} == {
        (Reason.MISSING, MissingKind.PARCEL)
    }
    assert {reason for (reason, _), rule in rules.items() if rule.video_helps} == {Reason.DEFECTIVE}


def test_files_have_their_sizes():
    assert (PHOTO_BYTES, VIDEO_BYTES) == (10 * 2**20, 30 * 2**20)
