lathe_gui_test(gui_charts SOURCES charts_test.cpp)
