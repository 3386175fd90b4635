"""The frame around every page: navigation, language, the device, the header with its reset."""

from collections import defaultdict
from collections.abc import Sequence
from html import escape
from typing import Any, Literal

import streamlit as st

from cnnlab.core.errors import CnnLabError
from cnnlab.ui.shell import away, keys, link, style, view
from cnnlab.ui.shell.ask import device_line
from cnnlab.ui.shell.errors import show_error
from cnnlab.ui.shell.held import held
from cnnlab.ui.shell.language import LANGUAGES, _, browser_language, current, segment, start_run
from cnnlab.ui.shell.lesson import Lesson

HOME_BY_NAME = "/home"
STARTED = "started_by_app"  # marks a session that has run app.py


def run(pages: Sequence[Lesson]) -> None:
    """What app.py does: page settings, navigation, sidebar, then the page that was asked for. The first is home."""
    st.session_state[STARTED] = True
    st.session_state.pop(link.WHOLE, None)
    _choose_language()
    view.choose_presenter()
    view.start_run()
    with link.written_once():
        link.keep("lang", current(), browser_language())
        link.keep(view.PRESENT, int(view.presenting()), 0)
        page = _navigation(pages)
        with st.sidebar:
            _language_control()
            st.toggle(_("Presenter mode"), key=view.PRESENTER, persist_state="session")
        style.send(page.url_path)
        try:
            page.run()
        except CnnLabError as error:  # no part of the page expected it
            show_error(error)
        if not view.printing():
            _way_on(page, pages)
    st.sidebar.caption(_("Models run on") + "  \n" + device_line())  # the page may just have started the engine


def header(lesson: Lesson, pages: Sequence[Lesson]) -> None:
    """What every page calls first: its title, its question and its reset.

    A fresh server answers a first visit to /grad_cam by running pages/grad_cam.py alone, without app.py, until some
    session has run st.navigation. The mark that app.py leaves is missing then, so run the navigation and start over.
    """
    if STARTED not in st.session_state:
        _navigation(pages)
        st.rerun()
    away.arrive(lesson.prefix, [other.prefix for other in pages if other is not lesson])
    if link.taken_from_history():
        _forget(lesson, back=True)  # so that the controls start from the address
    home = lesson is pages[0]
    with st.container(horizontal=True, vertical_alignment="center", key="header"):
        title, question = escape(_(lesson.title)), escape(_(lesson.question))
        below = escape(_("Questions, notes and more ↓"))
        st.html(f"<h1>{title}</h1><p data-sections='{below}'>{question}</p>{_link_buttons()}")
        st.button(_("Reset"), icon=":material/restart_alt:", key="reset", on_click=_reset, args=(lesson, home))
        if view.presenting():
            st.button(_("End presenter mode"), icon=":material/close_fullscreen:", key="leave", on_click=_leave)


def _way_on(page: Any, pages: Sequence[Lesson]) -> None:
    """A link at the end of a lesson to the next one; home has its cards."""
    home, *lessons = pages
    stems = [lesson.stem for lesson in lessons]
    if page.url_path not in stems:
        return
    after = lessons[stems.index(page.url_path) + 1 :]
    label = _("Next lesson: {title}").format(title=_(after[0].title)) if after else _("All lessons")
    target = after[0] if after else home
    st.page_link(_by_stem(pages)[target.stem], label=label, icon=":material/arrow_forward:")


def _leave() -> None:
    st.session_state[view.PRESENTER] = False


def _link_buttons() -> str:
    """Buttons that copy the address and print the page; as plain HTML, because a component would cost every run of
    every page some milliseconds."""
    to_paper = _("Print")
    return copy_link(_("Copy the link"), more=f'<button type="button" class="print">{to_paper}</button>')


def copy_link(label: str, hide: str = "", more: str = "") -> str:
    """A button that copies the page's address, which then hides these parts of the page; `more` stands beside it."""
    address, copied = _("The address of this page with its settings"), _("Copied")
    return (
        f'<div class="copy-link"><input hidden readonly aria-label="{address}">'
        f'<button type="button" data-copy="{label}" data-copied="{copied}" data-hide="{hide}">{label}</button>'
        f"{more}</div>"
    )


def link_to(lesson: Lesson, pages: Sequence[Lesson], label: str) -> None:
    """A link to a lesson's page that keeps the language."""
    st.page_link(_by_stem(pages)[lesson.stem], label=label, width="stretch")


def _navigation(pages: Sequence[Lesson]):
    """Streamlit's navigation. The tab's icon is set before and right after it, or the browser would fetch the page's
    icon from another server."""
    by_stem = _by_stem(pages)
    sections: dict[str, list] = defaultdict(list)
    for lesson in pages:
        sections[_(lesson.section) if lesson.section else ""].append(by_stem[lesson.stem])
    sections[""].append(by_stem[HOME_BY_NAME])
    sidebar: Literal["collapsed", "auto"] = "collapsed" if view.presenting() or view.printing() else "auto"
    st.set_page_config(page_icon=style.ICON, layout="wide", initial_sidebar_state=sidebar)
    page = st.navigation(sections)
    st.set_page_config(page_title=f"{page.title} · CNN Lab", page_icon=style.ICON)
    return page


def _by_stem(pages: Sequence[Lesson]) -> dict[str, Any]:
    """Streamlit's pages, made once in a session and language: each one looks for its file."""
    return held("pages", current(), lambda: _all_pages(pages))


def _all_pages(pages: Sequence[Lesson]) -> dict[str, Any]:
    """The page of each lesson by its stem, and home once more, so that /home leads there as / does."""
    home, *lessons = pages
    file, title = f"pages/{home.stem}.py", _("Home")
    return {
        home.stem: st.Page(file, title=title, icon=home.icon, url_path="start", default=True),  # its address is /
        HOME_BY_NAME: st.Page(file, title=title, icon=home.icon, url_path=home.stem, visibility="hidden"),
        **{lesson.stem: _page(lesson) for lesson in lessons},
    }


def _page(lesson: Lesson) -> Any:
    return st.Page(f"pages/{lesson.stem}.py", title=_(lesson.title), icon=lesson.icon, url_path=lesson.stem)


def _choose_language() -> None:
    """At first the link's language counts, afterwards the sidebar's; the link then follows the sidebar."""
    if st.session_state.get("lang") not in LANGUAGES:
        st.session_state["lang"] = current()
    start_run()


def _language_control() -> None:
    st.segmented_control(
        "Language · 언어",
        list(LANGUAGES),
        format_func=lambda code: segment(LANGUAGES[code]),
        required=True,
        key="lang",
        persist_state="session",
    )


def _reset(lesson: Lesson, home: bool) -> None:
    """Forget the page's settings and pictures, in the link too; on the home page the language and the type size."""
    if home:
        st.session_state.update(lang=browser_language(), presenter=False)
    _forget(lesson)
    link.clear_next(lesson.prefix)


def _forget(lesson: Lesson, back: bool = False) -> None:
    """Forget what the session holds of a page; on the way `back` only what an address holds."""
    st.session_state[keys.TURNS] = st.session_state.get(keys.TURNS, 0) + 1
    for key in [str(name) for name in st.session_state]:
        if key.startswith(lesson.prefix) and not (back and _in_no_address(key)):
            del st.session_state[key]


def _in_no_address(key: str) -> bool:
    """Whether a key holds an own picture, an open expander, or an answer to a question."""
    return key.endswith(keys.OWN) or any(part in key for part in (keys.BOX, *keys.ANSWERS))
