"""A country's files as a Data Package: the edition is the version, every file is there, and the citation names publishers."""

import pytest

pytestmark = pytest.mark.usefixtures("on_starter")


def test_the_package_names_files_that_are_there(client):
    found = client.get("/files/SE/datapackage.json").json()
    assert found["name"] == "climate-visualizer-se"
    assert [one["name"] for one in found["resources"]] == ["findings", "emissions", "estimates", "plants"]
    for one in found["resources"]:
        answer = client.get(one["path"].removeprefix("http://testserver"))
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].startswith(one["mediatype"])
    assert found["version"] in found["citation"]
    assert "SMHI" in found["citation"]
    assert found["version"] == client.get("/api/v1/editions").json()[0]["id"]
    assert client.get("/files/XX/datapackage.json").status_code == 404
