"""What a file names outside itself, as far as the file alone shows that no service would take it."""

from __future__ import annotations

import pytest

FILE = """version: 1
stack: s
account: "123456789012"
region: eu-west-1
schemas:
  s:
    avro:
      type: record
      name: Interactions
      fields: [{name: USER_ID, type: string}, {name: ITEM_ID, type: string}, {name: TIMESTAMP, type: long},
        {name: A, type: int}, {name: B, type: int}]
datasetGroups:
  g:
    datasets:
      interactions: {schema: s, import: {from: "s3://data/x.csv", role: "arn:aws:iam::123456789012:role/r"}}
    solutions: {x: {recipe: aws-similar-items}}
"""


def test_the_file_itself_is_valid(read) -> None:
    assert read(FILE).diagnostics == ()


@pytest.mark.parametrize(
    ("old", "new", "code", "says"),
    [
        (
            "::123456789012:",
            "::210987654321:",
            "role/elsewhere",
            "is of account 210987654321, the file is for",
        ),
        ("aws:iam", "aws-cn:iam", "role/elsewhere", "is of partition aws-cn, eu-west-1 is in aws"),
        ("eu-west-1", "cn-north-1", "role/elsewhere", "is of partition aws, cn-north-1 is in aws-cn"),
        ('"123456789012"', '"123456789012\\n"', "file/value", "account:"),
        ("s3://data/", "s3:///", "file/value", '"s3:///x.csv" is not valid'),
        ("s3://data/", "s3://../", "file/value", '"s3://../x.csv" is not valid'),
        ("aws-similar", "arn:aws:lambda:::recipe/similar", "file/value", "is not valid"),
        ("aws-similar", "a b", "file/value", '"a b-items" is not valid'),
        (
            "name: B",
            "name: A",
            "schema/field-twice",
            'the field "A" stands here again; first at p.yaml:11:',
        ),
    ],
)
def test_what_no_service_would_take_is_refused_before_anything_is_called(
    read, old: str, new: str, code: str, says: str
) -> None:
    found, *more = read(FILE.replace(old, new)).diagnostics
    assert (found.code, {one.code for one in more} - {"region/not-served"}) == (code, set())
    assert says in found.summary
    assert found.fix


@pytest.mark.parametrize(
    "text",
    [
        FILE.replace('account: "123456789012"\n', "").replace("::123456789012:", "::210987654321:"),
        FILE.replace("region: eu-west-1\n", "").replace("aws:iam", "aws-us-gov:iam"),
        FILE.replace("aws-similar-items", "arn:aws:personalize:::recipe/aws-similar-items"),
    ],
)
def test_what_the_file_does_not_say_is_held_against_nothing(read, text: str) -> None:
    assert read(text).diagnostics == ()


@pytest.mark.parametrize(
    ("region", "named"), [("eu-west-2", "eu-central-1 or eu-west-1"), ("sa-east-1", "a")]
)
def test_regions_of_the_same_area_are_named(read, region: str, named: str) -> None:
    (found,) = read(f"version: 1\nstack: s\nregion: {region}\n").diagnostics
    assert (found.code, named in found.fix) == ("region/not-served", True)
    assert "us-" not in found.fix


def test_a_role_of_the_regions_own_partition_is_no_other_ones(read) -> None:
    text = FILE.replace("eu-west-1", "us-gov-west-1").replace("aws:iam", "aws-us-gov:iam")
    assert [one.code for one in read(text).diagnostics] == ["region/not-served"]
