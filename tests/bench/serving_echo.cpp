// SPDX-License-Identifier: GPL-3.0-or-later
// What libmicrohttpd alone can do: answers each POST with its own body. Usage: bench_serving_echo PORT
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include <microhttpd.h>
#include <unistd.h>

namespace {

MHD_Result onRequest(void*, MHD_Connection* connection, const char*, const char*, const char*, const char* data,
                     size_t* size, void** context) {
    if (*context == nullptr) {
        *context = new std::string;
        return MHD_YES;
    }
    auto& body = *static_cast<std::string*>(*context);
    if (*size != 0) {
        body.append(data, *size);
        *size = 0;
        return MHD_YES;
    }
    MHD_Response* response = ::MHD_create_response_from_buffer(body.size(), body.data(), MHD_RESPMEM_PERSISTENT);
    ::MHD_add_response_header(response, "Content-Type", "application/json");
    const MHD_Result queued = ::MHD_queue_response(connection, MHD_HTTP_OK, response);
    ::MHD_destroy_response(response);
    return queued;
}

void onCompleted(void*, MHD_Connection*, void** context, MHD_RequestTerminationCode) {
    delete static_cast<std::string*>(*context);
    *context = nullptr;
}

} // namespace

int main(int count, char** values) {
    if (count != 2) return 2;
    const auto port = static_cast<uint16_t>(std::atoi(values[1]));
    MHD_Daemon* daemon =
        ::MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_TURBO, port, nullptr, nullptr, &onRequest, nullptr,
                           MHD_OPTION_NOTIFY_COMPLETED, &onCompleted, nullptr, MHD_OPTION_END);
    if (daemon == nullptr) return 1;
    ::pause();
    ::MHD_stop_daemon(daemon);
    return 0;
}
