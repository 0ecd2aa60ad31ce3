# Requests to the inference server: paths, headers and bodies, as any client may send them.
lathe_fuzzer(serve_request SOURCES serve_request_fuzz.cpp LIBRARIES lathe_serve)
