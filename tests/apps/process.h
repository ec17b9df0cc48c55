#pragma once

#include "support.h"

#include <csignal>
#include <filesystem>
#include <string>
#include <vector>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace mlp::test {

/// The program, at work on its own, so that it can be sent signals. Killed at the latest when this
/// goes away.
class Process {
  public:
    /// Its output goes into `output` (standard error into the same with ".err" behind).
    Process(const std::vector<std::string>& arguments, const std::filesystem::path& output)
        : id_(::fork()) {
        if (id_ != 0) return;
        std::vector<std::string> words{MLP_PROGRAM};
        words.insert(words.end(), arguments.begin(), arguments.end());
        std::vector<char*> pointers;
        for (auto& word : words) pointers.push_back(word.data());
        pointers.push_back(nullptr);
        const auto redirect = [](const std::string& path, int to) {
            ::dup2(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0666), to);
        };
        // Shells have what runs in the background ignore it.
        std::signal(SIGINT, SIG_DFL);
        redirect(output.string(), STDOUT_FILENO);
        redirect(output.string() + ".err", STDERR_FILENO);
        ::execv(pointers.front(), pointers.data());
        ::_exit(127);
    }
    ~Process() {
        if (running()) kill();
    }
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;

    void send(int signal) const { ::kill(id_, signal); }
    void kill() {
        send(SIGKILL);
        wait();
    }
    bool running() {
        if (!ended_) ended_ = ::waitpid(id_, &status_, WNOHANG) == id_;
        return !ended_;
    }
    /// The exit code; of a process that a signal ended, 128 and its number, as shells have it.
    int wait() {
        if (!ended_) ::waitpid(id_, &status_, 0);
        ended_ = true;
        return WIFEXITED(status_) ? WEXITSTATUS(status_) : 128 + WTERMSIG(status_);
    }

  private:
    pid_t id_;
    int status_ = 0;
    bool ended_ = false;
};

}  // namespace mlp::test
