"""Nobody learns who has an account: not by what is answered, not by how long it takes, not by mail that fails."""

import io
import re
import statistics
import time

import pytest
from django.core.cache import cache
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client, RequestFactory
from web.officers import PASSWORD, member, organisation, person, signed_in

from climate_visualizer.web.outbox.models import Asked, Message
from climate_visualizer.web.workspace.models import Audit, Invitation, SignIn

pytestmark = pytest.mark.usefixtures("on_starter", "unthrottled")
PAIRS, TIMES = 5, 2.0
SLOW = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]  # what a site has; other tests use one that is quick
KNOWN, UNKNOWN = "there@example.org", "nobody@example.org"


@pytest.fixture
def unthrottled(db):
    cache.clear()
    Asked.objects.all().delete()


@pytest.fixture
def slow(settings):
    settings.PASSWORD_HASHERS = SLOW


class Answer:
    """What a server is handed for a form: a status, headers, a body and, later, the end."""

    def __init__(self, path: str, form: dict[str, str], **cookies: str) -> None:
        environ = RequestFactory().post(path, form, **cookies).environ
        environ["wsgi.errors"] = io.StringIO()
        began = time.process_time()
        self.response = WSGIHandler()(environ, lambda status, headers: None)
        self.content = b"".join(self.response)
        self.took = time.process_time() - began

    @property
    def told(self) -> tuple[int, str | None, str]:
        page = re.sub(r'value="\w{64}"', "", self.content.decode())
        return self.response.status_code, self.response.headers.get("Location"), re.sub(r"\w+@example\.org", "", page)


def _in_turn(path: str, forms: tuple[dict[str, str], dict[str, str]], **cookies: str) -> list[list[Answer]]:
    """Both forms sent in turn, each once before anything is measured, without throttling."""
    answers: list[list[Answer]] = [[], []]
    for turn in range(PAIRS + 1):
        for which, form in enumerate(forms):
            cache.clear()
            Asked.objects.all().delete()
            answer = Answer(path, form, **cookies)
            answer.response.close()
            answers[which] += [answer] if turn else []
    return answers


def _alike(known: list[Answer], unknown: list[Answer]) -> None:
    assert {answer.told for answer in known} == {answer.told for answer in unknown}
    assert len({answer.told for answer in known}) == 1
    medians = [statistics.median(answer.took for answer in some) for some in (known, unknown)]
    assert max(medians) < TIMES * min(medians), medians


def _open(path: str, **headers: str) -> dict[str, str]:
    """A form's token against forgery, as the header that carries its cookie."""
    client = Client(**headers)
    client.get(path)
    return {"HTTP_COOKIE": "; ".join(f"{name}={cookie.value}" for name, cookie in client.cookies.items())}


@pytest.mark.parametrize("password", [PASSWORD, None])
def test_a_wrong_password_and_an_unknown_address_are_answered_alike_and_as_fast(slow, password):
    """Also for who signs in elsewhere and has no password here."""
    someone = person(KNOWN)
    if password is None:
        someone.set_unusable_password()
        someone.save()
    cookies = _open("/accounts/login/")
    token = cookies["HTTP_COOKIE"].partition("csrftoken=")[2].partition(";")[0]
    forms = tuple(
        {"login": email, "password": "wrong wrong wrong", "csrfmiddlewaretoken": token} for email in (KNOWN, UNKNOWN)
    )
    known, unknown = _in_turn("/accounts/login/", forms, **cookies)
    assert 'class="wrong"' in known[0].content.decode()
    _alike(known, unknown)
    assert Audit.objects.filter(what="session.failed", subject=str(someone.pk)).count() == PAIRS + 1


def test_a_new_password_is_asked_for_alike_and_as_fast_and_mail_goes_out_afterwards(mailoutbox):
    person(KNOWN)
    path = "/accounts/password/reset/"
    cookies = _open(path)
    token = cookies["HTTP_COOKIE"].partition("csrftoken=")[2].partition(";")[0]
    forms = tuple({"email": email, "csrfmiddlewaretoken": token} for email in (KNOWN, UNKNOWN))
    for form in forms:
        cache.clear()
        Asked.objects.all().delete()
        before = len(mailoutbox)
        answer = Answer(path, form, **cookies)
        assert len(mailoutbox) == before, "nothing is sent while the reader waits"
        answer.response.close()
    assert [mail.to for mail in mailoutbox] == [[KNOWN]]
    known, unknown = _in_turn(path, forms, **cookies)
    assert known[0].told[:2] == (302, "/accounts/password/reset/done/")
    _alike(known, unknown)
    assert {tuple(mail.to) for mail in mailoutbox} == {(KNOWN,)}


def test_mail_that_cannot_be_sent_says_nothing_of_an_account(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    person(KNOWN)
    answers = [Client().post("/accounts/password/reset/", {"email": email}) for email in (KNOWN, UNKNOWN)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert [message.to for message in Message.objects.all()] == [KNOWN], "it waits until it can be sent"


def test_a_new_password_is_sent_in_the_language_that_was_asked_in(client, mailoutbox):
    person(KNOWN)
    for lang, says in (("sv", "lösenord"), ("en", "password")):
        cache.clear()
        Asked.objects.all().delete()
        client.post(f"/accounts/password/reset/?lang={lang}", {"email": KNOWN.upper()})
        assert says in mailoutbox[-1].body
        assert re.search(r"http://testserver/accounts/password/reset/key/\S+", mailoutbox[-1].body)
    link = re.search(r"http://testserver(/accounts/password/reset/key/\S+)", mailoutbox[-1].body).group(1)
    form = client.get(link, follow=True).context["form"]
    assert form.user.email == KNOWN


def test_too_many_tries_are_answered_alike():
    person(KNOWN)
    pages = []
    for email in (KNOWN, UNKNOWN):
        cache.clear()
        Asked.objects.all().delete()
        for _ in range(7):
            last = Answer("/accounts/login/", {"login": email, "password": "wrong"}, **_open("/accounts/login/"))
        pages.append(last.told)
    assert pages[0] == pages[1]


def test_nobody_signs_up_alike_and_as_fast(client):
    person(KNOWN)
    cookies = _open("/accounts/signup/")
    known, unknown = _in_turn(
        "/accounts/signup/", tuple({"email": email, "password1": PASSWORD} for email in (KNOWN, UNKNOWN)), **cookies
    )
    _alike(known, unknown)


def test_an_owner_who_invites_learns_nothing_either(django_capture_on_commit_callbacks, mailoutbox):
    """Whoever has an account, and whoever has none, is invited by the same words and shown the same way."""
    place = organisation()
    owner = signed_in(member(place, "owner").user)
    person(KNOWN)
    path, pages, times = f"/sv/workspace/{place.pk}/people/invite/", {}, {KNOWN: [], UNKNOWN: []}
    for turn in range(PAIRS + 1):
        for email in (KNOWN, UNKNOWN):
            Invitation.objects.all().delete()
            Asked.objects.all().delete()
            with django_capture_on_commit_callbacks(execute=True):
                began = time.process_time()
                answer = owner.post(path, {"email": email, "role": "reader"})
                times[email] += [time.process_time() - began] if turn else []
            page = re.sub(r'value="\w{64}"|[0-9a-f-]{36}', "", owner.get(answer["Location"]).content.decode())
            pages[email] = (answer.status_code, answer["Location"], page.replace(email, ""))
    assert pages[KNOWN] == pages[UNKNOWN]
    medians = [statistics.median(took) for took in times.values()]
    assert max(medians) < TIMES * min(medians), medians
    assert len({mail.body.replace(mail.to[0], "").partition("/invitation/")[0] for mail in mailoutbox}) == 1


def test_a_way_to_sign_in_is_found_by_domain_whoever_has_an_account():
    person(KNOWN)
    assert not SignIn.objects.exists()
    answers = [Client().post("/sv/workspace/sign-in/", {"email": email}) for email in (KNOWN, UNKNOWN)]
    assert [answer.status_code for answer in answers] == [422, 422]
