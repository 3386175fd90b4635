"""The frame around every page: navigation, language, device, the header with its reset."""

from collections import defaultdict
from pathlib import Path

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from cnnlab.ui.lessons import HOME, LESSONS, Lesson, lesson_of
from cnnlab.ui.shell.ask import device_line
from cnnlab.ui.shell.language import LANGUAGES, _, browser_language, current, start_run
from cnnlab.ui.widgets import controls, pictures

ICON = (Path(__file__).parents[2] / "text" / "pictures" / "icon.svg").read_text(encoding="utf-8")
STYLE = f"<style>{Path(__file__).with_name('style.css').read_text(encoding='utf-8')}</style>"
COPYING = Path(__file__).with_name("copy_link.js").read_text(encoding="utf-8")
OPEN = "house_is_open"  # the mark of a session whose run came through app.py


def open_house() -> None:
    """What app.py does: settings of the page, navigation, sidebar, then the page that was asked for."""
    st.session_state[OPEN] = True
    _keep_language()
    page = _navigation()
    with st.sidebar:
        _language_choice()
        st.toggle(_("Presenter mode: larger type"), key="presenter", persist_state="session")
    st.html(STYLE + _style_of_this_run(), unsafe_allow_javascript=True)
    page.run()
    st.sidebar.caption(_("Models run on") + "  \n" + device_line())  # the page may just have started the engine


def page(stem: str) -> None:
    """What every page calls first: its title, its question and its reset.

    A fresh server answers a first visit to /grad_cam by running pages/grad_cam.py alone, without app.py, until some
    session has run st.navigation; the mark that app.py leaves is missing then, so do that here and start over.
    """
    if OPEN not in st.session_state:
        _navigation()
        st.rerun()
    lesson = lesson_of(stem)
    run = get_script_run_ctx()
    if run and run.is_history_navigation:  # by the browser's Back: each setting made another address
        _forget(lesson, but=pictures.OWN)  # so that the controls start from it; an own picture is in no address
    with st.container(horizontal=True, vertical_alignment="center", key="header"):
        st.title(_(lesson.title), anchor=False, width="content")
        st.markdown(_(lesson.question), width="stretch")
        _copy_button()
        st.button(_("Reset"), icon=":material/restart_alt:", key="reset", on_click=_reset, args=(lesson,))


def _copy_button() -> None:
    """Copies the address; as plain HTML, for a component would cost every run of every page some milliseconds."""
    copy, copied, address = _("Copy the link"), _("Copied"), _("The address of this page with its settings")
    st.html(
        f'<div class="copy-link"><input hidden readonly aria-label="{address}">'
        f'<button type="button" data-copy="{copy}" data-copied="{copied}">{copy}</button></div>',
        width="content",
    )


def link_to(lesson: Lesson, label: str) -> None:
    """A link to a lesson's page that keeps the language."""
    st.page_link(_file(lesson), label=label, icon=lesson.icon, width="stretch")


def _navigation():
    """Streamlit's navigation. The tab's icon is set again at once after it, or the browser would
    fetch the page's from elsewhere; the first call makes the second one quick."""
    sections: dict[str, list] = defaultdict(list)
    sections[""] = [st.Page(_file(HOME), title=_("Home"), icon=HOME.icon, default=True)]
    for each in LESSONS:
        sections[_(each.section)].append(st.Page(_file(each), title=_(each.title), icon=each.icon, url_path=each.stem))
    st.set_page_config(page_icon=ICON, layout="wide")
    page = st.navigation(sections)
    st.set_page_config(page_title=f"{page.title} · CNN Lab", page_icon=ICON)
    return page


def _file(lesson: Lesson) -> str:
    return f"pages/{lesson.stem}.py"


def _keep_language() -> None:
    """The link's language counts at first and the sidebar's afterwards; the link then follows the sidebar."""
    if st.session_state.get("lang") not in LANGUAGES:
        st.session_state["lang"] = current()
    start_run()
    if st.session_state["lang"] != browser_language():
        st.query_params["lang"] = st.session_state["lang"]
    elif "lang" in st.query_params:
        del st.query_params["lang"]


def _language_choice() -> None:
    st.segmented_control(
        "Language · 언어",
        list(LANGUAGES),
        format_func=LANGUAGES.__getitem__,
        required=True,
        key="lang",
        persist_state="session",
    )


def _style_of_this_run() -> str:
    """What depends on the reader: the size of the type, where Korean lines break, the words in the upload's button.

    Streamlit's own words cannot be translated; the button's are covered by ours.
    """
    size = "20px" if st.session_state.get("presenter") else "16px"
    breaking = "keep-all" if current() == "ko" else "normal"
    choose = _("Choose a file")
    upload = '[data-testid="stFileUploaderDropzone"] button'
    return (
        f"<style>html {{ font-size: {size}; }}"
        f".stApp :is(p, li, h1, h2, h3, h5, label) {{ word-break: {breaking}; overflow-wrap: break-word; }}"
        f"{upload} p {{ font-size: 0; }} {upload} p::after {{ font-size: 1rem; content: '{choose}'; }}"
        f"</style><script>document.documentElement.lang = '{current()}';\n{COPYING}</script>"
    )


def _reset(lesson: Lesson) -> None:
    """Forget the page's settings and pictures, at home the language and the type; the link's go with them."""
    if lesson is HOME:
        st.session_state.update(lang=browser_language(), presenter=False)
    _forget(lesson)
    for key in [each for each in st.query_params if each.startswith(lesson.prefix)]:
        del st.query_params[key]


def _forget(lesson: Lesson, but: tuple[str, ...] = ()) -> None:
    st.session_state[controls.TURNS] = st.session_state.get(controls.TURNS, 0) + 1
    for key in [str(each) for each in st.session_state]:
        if key.startswith(lesson.prefix) and not key.endswith(but) and not (but and controls.BOX in key):
            del st.session_state[key]
