"""A climate officer's first day, in a real browser: from the operator's command to a note on the public page; and everybody can.

On PostgreSQL where there is one to try with, else on SQLite; from an empty database.
"""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from conftest import DAY, ROOT
from migrated_once import migrated_server
from playwright.sync_api import expect
from stories.mail_folder import MailFolder
from stories.serving import served
from stories.walking import BRIEFLY, arrived, enter, fits, nothing_for_axe
from waiting import until

PASSWORD = "hav skruv lampa gren"
POSTGRES = "CLIMATE_VISUALIZER_TEST_POSTGRES"


@pytest.fixture(scope="module")
def database():
    """A PostgreSQL database without a row, migrated once for all stories, or nothing, for SQLite."""
    address, name = os.environ.get(POSTGRES), f"story_{os.getpid()}"
    if not address:
        yield ""
        return
    template = migrated_server(address)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    yield f"{address.rpartition('/')[0]}/{name}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


class Office:
    """A site of its own: its address, its commands, its mail."""

    def __init__(self, address: str, facts: dict) -> None:
        self.address, self._facts = address, facts
        self.mail = MailFolder(Path(facts["CLIMATE_VISUALIZER_VAR"]) / "mail")

    def manage(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments], cwd=ROOT, env=self._facts, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def link_for(self, email: str) -> str:
        """The link in the newest invitation to somebody, once the site has sent it."""
        text = self.mail.newest(email, "/workspace/invitation/")
        return re.search(r"https?://\S+/workspace/invitation/\S+", text).group(0)


@pytest.fixture(scope="module")
def office(tmp_path_factory, database):
    var = tmp_path_factory.mktemp("office")
    facts = {**os.environ, "CLIMATE_VISUALIZER_VAR": str(var), "CLIMATE_VISUALIZER_AS_OF": DAY.isoformat()}
    facts |= {"DATABASE_URL": database} if database else {}
    facts["EMAIL_URL"] = f"file:{var}/mail"
    with served(facts, "--prepare") as address:
        yield Office(address, facts)


def code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time() // 30)))


def join(page, link: str, name: str) -> None:
    page.goto(link)
    page.get_by_label("Ditt namn").fill(name)
    page.get_by_label("Välj ett lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Skapa kontot och gå med").click()


def checked(page) -> None:
    """Nothing wider than the window; nothing for axe on a phone, nor in the dark on a desk. Walks of each room ask the rest."""
    fits(page)
    nothing_for_axe(page, BRIEFLY)


def strange(page) -> list[str]:
    """What a browser complains of, listened to from now on."""
    said: list[str] = []
    page.on("console", lambda message: said.append(f"{page.url}: {message.text}"))
    page.on("pageerror", lambda error: said.append(f"{page.url}: {error}"))
    return said


def newcomer(chromium):
    context = chromium.new_context(locale="sv-SE", viewport={"width": 1280, "height": 900})
    return context, context.new_page()


def set_up_app(page) -> str:
    """A second factor by an app, from the page that asks for it: the app's secret."""
    page.get_by_role("link", name="En app i telefonen").click()
    expect(page).to_have_url(re.compile("totp/activate"))
    secret = page.locator("#authenticator_secret").input_value()
    expect(page.locator("img.qr")).to_be_visible()
    checked(page)
    page.locator("[name=code]").fill(code(secret))
    page.get_by_role("main").get_by_role("button").first.click()
    expect(page).not_to_have_url(re.compile("totp/activate"))
    return secret


def test_an_officers_first_day(office, chromium):
    said = office.manage("organisation", "Nyköpings kommun", "--area", "SE-0480", "--owner", "olga@example.org")
    assert "olga@example.org" in said
    context, page = newcomer(chromium)
    complaints = strange(page)
    join(page, office.link_for("olga@example.org"), "Olga Ek")
    expect(page).to_have_url(re.compile("second-factor"))
    checked(page)
    secret, used = set_up_app(page), int(time.time() // 30)
    page.goto(f"{office.address}/sv/workspace/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Nyköpings kommun")
    expect(page.get_by_text("Ingenting är skrivet än")).to_be_visible()
    checked(page)

    enter(page, "Personer")
    for email, role in (("edith@example.org", "Redaktör"), ("rasmus@example.org", "Läsare")):
        page.get_by_label("E-postadress").fill(email)
        page.locator("#id_role").select_option(label=role)
        page.get_by_role("button", name="Skicka inbjudan").click()
        expect(page.get_by_text(f"En inbjudan är på väg till {email}")).to_be_visible()
    checked(page)

    edith, editor = newcomer(chromium)
    join(editor, office.link_for("edith@example.org"), "Edith Lind")
    editor.get_by_text("Skriv något nytt").click()
    editor.get_by_role("link", name=re.compile("^Ny anteckning")).click()
    checked(editor)
    editor.get_by_label("Rubrik på svenska").fill("Klimatbudgeten är på väg")
    editor.get_by_label("Text på svenska").fill("Vi räknar på **nämnderna** i höst.")
    editor.get_by_role("button", name="Spara som utkast").click()
    expect(editor.get_by_text("Ingen utanför arbetsytan ser det än")).to_be_visible()
    expect(editor.get_by_role("button", name=re.compile("Publicera"))).to_have_count(0)
    checked(editor)

    rasmus, reader = newcomer(chromium)
    join(reader, office.link_for("rasmus@example.org"), "Rasmus Hägg")
    reader.goto(editor.url)
    expect(reader.get_by_role("button", name="Spara som utkast")).to_have_count(0)
    refused = reader.goto(re.sub("content/.*", "settings/", editor.url))
    assert refused.status == 403
    expect(reader.get_by_role("heading", level=1)).to_have_text("Det får du inte göra")
    checked(reader)

    resident, public = newcomer(chromium)
    public.goto(f"{office.address}/sv/se/nykoping/")
    expect(public.get_by_text("Klimatbudgeten är på väg")).to_have_count(0)

    page.goto(editor.url)
    editor.get_by_label("Rubrik på svenska").fill("Klimatbudgeten kommer i höst")
    editor.get_by_role("button", name="Spara som utkast").click()
    page.get_by_label("Rubrik på svenska").fill("Klimatbudgeten tas fram")
    page.get_by_role("button", name="Spara som utkast").click()
    expect(page.get_by_role("heading", name="Någon sparade medan du skrev")).to_be_visible()
    expect(page.get_by_label("Rubrik på svenska")).to_have_value("Klimatbudgeten tas fram")
    checked(page)
    page.get_by_role("button", name="Spara som utkast").click()
    page.get_by_role("link", name="Alla versioner").click()
    checked(page)
    page.go_back()
    page.get_by_role("button", name=re.compile("Publicera version")).click()
    expect(page.get_by_text("Det står på den offentliga sidan nu")).to_be_visible()

    def is_told() -> bool:
        public.reload()
        return public.get_by_role("heading", name="Klimatbudgeten tas fram").count() > 0

    until(is_told, "what was published")  # other processes look every half second for what is new
    expect(public.locator(".note strong").first).to_have_text("nämnderna")
    assert public.context.cookies() == []

    for name in ("Historik", "Inställningar", "Innehåll"):
        enter(page, name)
        checked(page)
    page.get_by_role("link", name="Logga ut").click()
    page.get_by_role("main").get_by_role("button", name="Logga ut").click()
    page.goto(f"{office.address}/sv/workspace/")
    checked(page)
    page.locator("[name=login]").fill("olga@example.org")
    page.locator("[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("2fa/authenticate"))
    checked(page)
    page.locator("[name=code]").fill("000000")
    page.keyboard.press("Enter")
    expect(page.locator(".wrong").first).to_be_visible()
    while int(time.time() // 30) <= used:  # a code works once
        page.wait_for_timeout(250)
    page.locator("[name=code]").fill(code(secret))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Nyköpings kommun")
    assert [text for text in complaints if "409" not in text and "[DOM]" not in text] == []
    for one in (context, edith, rasmus, resident):
        one.close()


def test_a_passkey_opens_the_door(office, chromium):
    office.manage("organisation", "Trosa kommun", "--area", "SE-0488", "--owner", "tove@example.org")
    context, page = newcomer(chromium)
    local = office.address.replace("127.0.0.1", "localhost")  # a passkey belongs to a name, not to a number
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {**key, "isUserVerified": True, "automaticPresenceSimulation": True}},
    )
    join(page, office.link_for("tove@example.org").replace("127.0.0.1", "localhost"), "Tove Ros")
    page.get_by_role("link", name="En passkey eller säkerhetsnyckel").click()
    arrived(page, re.compile("webauthn/add"))
    page.locator("[name=name]").fill("Min dator")
    passwordless = page.locator("[name=passwordless]")
    if passwordless.count():
        passwordless.check()
    page.get_by_role("main").get_by_role("button").first.click()
    expect(page).not_to_have_url(re.compile("webauthn/add"))
    page.goto(f"{local}/sv/workspace/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Trosa kommun")
    page.goto(f"{local}/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Logga ut").click()
    page.goto(f"{local}/sv/workspace/")
    page.get_by_role("button", name="Logga in med passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Trosa kommun")
    context.close()
