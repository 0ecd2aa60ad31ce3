# Tags, rollback, comparison and lineage of versions by clicks.
lathe_gui_test(gui_versions SOURCES versions_test.cpp)
