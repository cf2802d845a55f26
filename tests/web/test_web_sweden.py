"""The site on all of Sweden, from the publishers' own files."""

import pytest
from web.markup import page


@pytest.mark.usefixtures("on_sweden")
def test_with_all_of_sweden_the_banner_goes_and_kumla_is_marked(client):
    assert "startuppsättningen" not in page(client, "/sv/").text
    kumla = page(client, "/sv/se/kumla/").text
    assert "Statistiken motsäger sig själv" in kumla
    assert "128\u202f000 ton större" in kumla
    assert "motsäger" not in page(client, "/sv/se/nykoping/").text
    habo = page(client, "/sv/se/habo-0305/").text
    assert "Håbos tvågradersbudget" in habo
