# The files of a foreign model package: description, preprocessing, signature and weights of every kind.
lathe_fuzzer(model_package SOURCES model_package.cpp LIBRARIES lathe_predict)
