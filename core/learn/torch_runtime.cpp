// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdlib>

#include <dlfcn.h>
#include <malloc.h>
#include <unistd.h>

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <c10/core/Device.h>
#include <torch/cuda.h>
#include <torch/version.h>

#include "core/base/text.h"
#include "core/learn/torch_engine.h"

namespace lathe {

namespace {

/// A function of OpenBLAS, when that is the BLAS this process runs on.
template <typename Function>
Function* openblasFunction(const char* name) {
    return reinterpret_cast<Function*>(dlsym(RTLD_DEFAULT, name));
}

int cudaDeviceCount() { return at::hasCUDA() ? static_cast<int>(torch::cuda::device_count()) : 0; }

} // namespace

Result<std::string> resolveDevice(const std::string& wanted) {
    const int devices = cudaDeviceCount();
    if (wanted == "auto") return std::string(devices > 0 ? "cuda:0" : "cpu");
    if (wanted == "cpu") return wanted;
    int index = 0;
    if (wanted != "cuda") {
        const auto number =
            wanted.starts_with("cuda:") ? parseInteger(std::string_view(wanted).substr(5)) : std::nullopt;
        if (!number || *number < 0 || *number > 255)
            return failHint(ErrorKind::InvalidInput, fmt::format("device '{}' is not known", wanted),
                            "use cpu, cuda, cuda:N or auto");
        index = static_cast<int>(*number);
    }
    if (!at::hasCUDA())
        return failHint(
            ErrorKind::Unsupported,
            fmt::format("device '{}' was asked for, but this worker's LibTorch {} has no CUDA", wanted, TORCH_VERSION),
            "use device: cpu or auto, or build lathe-worker against a CUDA LibTorch");
    if (devices == 0)
        return failHint(ErrorKind::Unsupported,
                        fmt::format("device '{}' was asked for, but no CUDA device is usable on this machine", wanted),
                        "check the driver with nvidia-smi, or use device: cpu or auto");
    if (index >= devices)
        return failHint(
            ErrorKind::Unsupported,
            fmt::format("device '{}' was asked for, but this machine has {} CUDA device(s)", wanted, devices),
            fmt::format("use cuda:0 to cuda:{}", devices - 1));
    return fmt::format("cuda:{}", index);
}

std::vector<ComputeDevice> computeDevices() {
    std::vector<ComputeDevice> devices{{"cpu", "processor"}};
    for (int i = 0; i < cudaDeviceCount(); ++i) devices.push_back({fmt::format("cuda:{}", i), "CUDA device"});
    return devices;
}

TorchInfo torchInfo() {
    TorchInfo info{TORCH_VERSION, {}, at::hasCUDA()};
    if (auto* config = openblasFunction<char*()>("openblas_get_config")) info.blas = trimmed(config());
    if (auto* core = openblasFunction<char*()>("openblas_get_corename"); core != nullptr && !info.blas.empty()) {
        const std::string name = core();
        if (info.blas.find(name) == std::string::npos) info.blas += " " + name;
    }
    return info;
}

void restartWithFittingBlas(char** arguments) {
#ifdef __x86_64__
    constexpr const char* variable = "OPENBLAS_CORETYPE";
    auto* core = openblasFunction<char*()>("openblas_get_corename");
    if (core == nullptr || std::getenv(variable) != nullptr || !__builtin_cpu_supports("avx2") ||
        !__builtin_cpu_supports("fma"))
        return;
    if (lowered(core()) != "prescott") return;
    ::setenv(variable, "Haswell", 1); // the kernels for every processor with AVX2 and FMA
    ::execv("/proc/self/exe", arguments);
    ::unsetenv(variable); // could not start again: slower, but right
#else
    (void)arguments;
#endif
}

void pinThreads(int threads) {
    at::set_num_threads(1);
    if (auto* pin = openblasFunction<void(int)>("openblas_set_num_threads")) pin(threads);
}

void keepFreedMemory() {
    constexpr int largestInHeap = 32 << 20; // the most that glibc allows
    constexpr int keptFree = 512 << 20;
    ::mallopt(M_MMAP_THRESHOLD, largestInHeap);
    ::mallopt(M_TRIM_THRESHOLD, keptFree);
}

} // namespace lathe
