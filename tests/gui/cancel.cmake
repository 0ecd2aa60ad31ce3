# Every long job of the Datasets page, cancelled by a click while it works.
lathe_gui_test(gui_cancel SOURCES cancel_test.cpp TIMEOUT 600)
