#include "whole_process.h"

#include "mlp/core/error.h"

#include "scratch_folder.h"

#include <filesystem>
#include <string>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace mlp::bench {
namespace {

namespace fs = std::filesystem;

/// Runs a program, silently, and returns its exit code; -1 if there is none.
int exit_code_of(std::vector<std::string> words) {
    std::vector<char*> arguments;
    for (auto& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t files;
    ::posix_spawn_file_actions_init(&files);
    for (const int stream : {STDOUT_FILENO, STDERR_FILENO}) {
        ::posix_spawn_file_actions_addopen(&files, stream, "/dev/null", O_WRONLY, 0);
    }
    pid_t process = 0;
    int status = -1;
    const bool started =
        ::posix_spawn(&process, arguments.front(), &files, nullptr, arguments.data(), environ) == 0;
    ::posix_spawn_file_actions_destroy(&files);
    if (!started || ::waitpid(process, &status, 0) != process) return -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

Measurement measure_xor_run(const Settings& settings) {
    const ScratchFolder folder;
    const std::string program = fs::read_symlink("/proc/self/exe").replace_filename("mlp").string();
    const std::string config = MLP_SOURCE_DIR "/configs/xor.json";
    int runs = 0;
    const auto run = [&] {
        const fs::path output = folder.path() / std::to_string(++runs);
        const int code = exit_code_of({program, "train", config, "--output", output.string()});
        if (code != 0) {
            throw RunError(fmt::format(
                "{} train {}: it {}", program, config,
                code < 0 ? "cannot be run" : fmt::format("ended with exit code {}", code)));
        }
    };
    Measurement result;
    result.step = time_rounds({settings.rounds.count, 0}, run);
    return result;
}

}  // namespace mlp::bench
