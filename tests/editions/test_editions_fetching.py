"""Files fetched from another node: whole, from where one broke off, and thrown away where they are not what was listed."""

import hashlib

import httpx
import pytest

from climate_visualizer.editions.following import follow
from climate_visualizer.editions.following.offer import ESTIMATES, File, Listing, WrongListing

WHOLE = bytes(range(200)) * 5
EDITION = "2026-06-30-0123456789"


class Other:
    """A node that answers with the same bytes, and what it was asked; with `ranges` from where it is asked to."""

    def __init__(self, content=WHOLE, *, ranges=True, status=200):
        self.content, self.ranges, self.status, self.asked = content, ranges, status, []

    def __call__(self, request):
        self.asked.append((request.url.path, request.headers.get("Range"), request.headers["Accept-Encoding"]))
        begin = int(request.headers.get("Range", "bytes=0-")[len("bytes=") : -1]) if self.ranges else 0
        return httpx.Response(206 if begin else self.status, stream=httpx.ByteStream(self.content[begin:]))

    def client(self):
        return httpx.Client(transport=httpx.MockTransport(self), base_url="http://other.example")


def file(content=WHOLE, name="figures.parquet", folder=EDITION):
    return File(folder, name, hashlib.sha256(content).hexdigest(), len(content))


PATH = f"/editions/files/{EDITION}/figures.parquet"


@pytest.mark.parametrize("ranges", [True, False])
@pytest.mark.parametrize(
    ("there", "asked"),
    [
        (None, None),
        (b"", None),
        (WHOLE[:1], "bytes=1-"),
        (WHOLE[:999], "bytes=999-"),
        (WHOLE + b"x", None),
    ],
)
def test_a_file_is_fetched_from_where_it_broke_off(tmp_path, there, asked, ranges):
    other, path = Other(ranges=ranges), tmp_path / "part"
    if there is not None:
        path.write_bytes(there)
    follow._fetch(other.client(), file(), path)
    assert path.read_bytes() == WHOLE and other.asked == [(PATH, asked, "identity")]


def test_a_file_that_is_there_is_not_fetched_and_an_empty_one_is(tmp_path):
    other, path = Other(), tmp_path / "part"
    path.write_bytes(WHOLE)
    follow._fetch(other.client(), file(), path)
    assert other.asked == [] and path.read_bytes() == WHOLE
    empty = Other(b"")
    follow._fetch(empty.client(), file(b""), tmp_path / "empty")
    assert len(empty.asked) == 1 and (tmp_path / "empty").read_bytes() == b""


@pytest.mark.parametrize(
    ("sent", "stays"),
    [
        (WHOLE[:-1], True),
        (WHOLE[:-1] + b"x", False),
        (WHOLE + b"x", False),
    ],
)
def test_what_is_not_as_listed_is_a_sentence_and_goes_unless_more_may_come(tmp_path, sent, stays):
    path = tmp_path / "part"
    with pytest.raises(WrongListing) as refused:
        follow._fetch(Other(sent).client(), file(), path)
    assert (
        str(refused.value)
        == f"{EDITION}/figures.parquet is not what the listing says; it is fetched again the next time."
    )
    assert path.exists() == stays


def test_an_answer_that_is_an_error_is_one(tmp_path):
    with pytest.raises(httpx.HTTPStatusError):
        follow._fetch(Other(status=404).client(), file(), tmp_path / "part")
    assert not (tmp_path / "part").exists()


def test_estimates_that_are_there_stay_and_those_that_broke_off_go_on(tmp_path):
    listed = tuple(file(name=f"{name}.parquet", folder=ESTIMATES) for name in ("a", "b", "c"))
    follower, other = follow.Follower("http://other.example", tmp_path), Other()
    (tmp_path / ESTIMATES).mkdir()
    (tmp_path / ESTIMATES / "a.parquet").write_bytes(b"own")
    follower._take_estimates(other.client(), Listing(EDITION, (), (), listed[:2]))
    (parts,) = [path for path in (tmp_path / follow.PARTS).rglob("*") if path.is_dir()] or [tmp_path / follow.PARTS]
    (parts / "c.parquet").write_bytes(WHOLE[:7])
    follower._take_estimates(other.client(), Listing(EDITION, (), (), listed))
    found = {path.name: path.read_bytes() for path in (tmp_path / ESTIMATES).iterdir()}
    assert found == {"a.parquet": b"own", "b.parquet": WHOLE, "c.parquet": WHOLE}
    assert [asked for _, asked, _ in other.asked] == [None, "bytes=7-"]


@pytest.mark.parametrize(("most", "refused"), [(len(WHOLE), False), (len(WHOLE) - 1, True)])
def test_a_listing_has_its_most_bytes(most, refused):
    with Other().client().stream("GET", "/") as answer:
        if refused:
            with pytest.raises(WrongListing) as wrong:
                follow._bounded(answer, most)
            assert str(wrong.value) == f"The listing is larger than the {most} bytes that it may have."
        else:
            assert follow._bounded(answer, most) == WHOLE
