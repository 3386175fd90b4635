"""Own files as people have them, on the Training histories page: each is shown, or it is said why not."""

import pytest

from tests.ui.lessons.histories.test_page import PREFIX, figure, table


@pytest.fixture
def page(app):
    """Open the page with own files beside a bundled run: page([("mine.csv", b"...")], metric="loss")."""

    def opened(files, **link):
        test = app("histories", **{f"hist_{name}": value for name, value in {"runs": "mnist_convnet", **link}.items()})
        test.session_state[f"{PREFIX}box_own"] = True
        test.run()
        test.file_uploader(key=f"{PREFIX}files_files").set_value([(*file, "text/csv") for file in files]).run()
        assert not test.exception
        return test

    return opened


def names(test):
    return [row["cells"][0][0] for row in table(test)["rows"]]


def row(test, name):
    return next(row["cells"] for row in table(test)["rows"] if row["cells"][0][0] == name)


def test_a_diverged_run_is_in_the_table(page):
    test = page([("mine.csv", b"epoch,loss,val_loss\n0,.5,.6\n1,nan,nan\n2,inf,nan\n")], metric="loss")
    assert row(test, "mine")[2] == ["nan", None]
    assert any("Diverged from epoch 1 on" in caption.value for caption in test.caption)


def test_a_metric_of_unknown_direction_has_no_best(page):
    test = page([("mine.csv", b"epoch,lr,train_loss,val_loss\n0,.1,.5,.6\n1,.1,.4,.5\n")], metric="learning_rate")
    assert not test.warning
    assert [each["cells"][1] for each in table(test)["rows"]] == [["\u2013", None]] * 2


def test_a_run_without_the_metric_stays_in_the_table_without_figures(page):
    test = page([("mine.csv", b"epoch,lr,train_loss,val_loss\n0,.1,.5,.6\n1,.1,.4,.5\n")])
    assert row(test, "mine")[1:3] == [["\u2013", None]] * 2
    assert not test.warning


@pytest.mark.parametrize("name", ["lr=0.1,bs=32", "a%{x}", "x<b>y", 'say "so"', "a**b $x$"])
def test_a_name_is_shown_as_it_is(page, name):
    test = page([(f"{name}.csv", b"epoch,loss,val_loss\n0,.5,.6\n1,.4,.5\n")], metric="loss")
    assert name in names(test)
    assert not any("<b>y" in trace.get("name", "") or "%{x}" in trace.get("name", "") for trace in figure(test)["data"])


def test_epochs_that_a_file_counts_from_one_are_counted_so(page):
    test = page([("mine.csv", b"epoch,loss,val_loss\n1,.5,.6\n2,.4,.5\n3,.3,.7\n")], metric="loss", tab="notes")
    assert row(test, "mine")[1][0] == "0.500 (2)"


def test_a_file_of_a_bundled_title_does_not_replace_the_bundled_run(page):
    test = page([("MNIST convnet.csv", b"epoch,loss,val_loss\n0,.5,.6\n")], metric="loss")
    assert len(set(names(test))) == 2


def test_training_alone_is_said(page):
    test = page([("mine.csv", b"epoch,loss\n0,.5\n1,.4\n")], metric="loss")
    assert any("best and last are of training: mine" in caption.value for caption in test.caption)


def test_pq_is_not_told_without_a_training_loss(page):
    test = page([("mine.csv", b"epoch,val_loss\n0,.5\n1,.4\n")], metric="loss", tab="stopping", rule="PQ")
    test.selectbox(key=f"{PREFIX}watched").select("own0").run()
    assert [warning.value for warning in test.warning] == [
        "PQ needs the loss of training too, which this run does not have. Choose another rule."
    ]


def test_accuracies_of_pixels_or_of_other_pictures_are_not_compared(app):
    for runs in ("pets_segmentation,pets_unet", "mnist_convnet,fashion_mnist_convnet"):
        test = app("histories", hist_runs=runs, hist_tab="comparison")
        assert not any("standard error)" in text.value for text in test.markdown)
        assert any("not measured on the same pictures" in caption.value for caption in test.caption)
