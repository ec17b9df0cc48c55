#include "mlp/report/gnuplot.h"

#include "mlp/core/text.h"

#include <array>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <memory>

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;  // NOLINT(readability-redundant-declaration): POSIX leaves it to programs

namespace mlp {
namespace {

[[noreturn]] void fail(int error) {
    throw RunError(fmt::format("gnuplot: cannot be run: {}", std::strerror(error)));  // NOLINT
}

/// A file without a name, gone when it is closed. What goes to and comes from gnuplot stands in
/// such files rather than in pipes: nobody can wait for anybody, whatever the sizes.
class NamelessFile {
  public:
    NamelessFile() : file_(std::tmpfile()) {
        if (!file_) fail(errno);
        ::fcntl(number(), F_SETFD, FD_CLOEXEC);
    }
    int number() const { return ::fileno(file_.get()); }

    void write(std::string_view text) {
        const auto written = std::fwrite(text.data(), 1, text.size(), file_.get());
        if (written != text.size() || std::fflush(file_.get()) != 0) fail(errno);
        std::rewind(file_.get());
    }
    std::string content() {
        std::rewind(file_.get());
        std::string text;
        std::array<char, 65536> part;
        while (const auto n = std::fread(part.data(), 1, part.size(), file_.get())) {
            text.append(part.data(), n);
        }
        if (std::ferror(file_.get()) != 0) fail(errno);
        return text;
    }

  private:
    struct Close {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };
    std::unique_ptr<std::FILE, Close> file_;
};

/// Starts a program found on PATH with these files as its standard ones, waits for it and returns
/// its status as of waitpid(). `error` is set if it could not be started.
int run(std::span<char* const> arguments, const std::array<NamelessFile, 3>& standard_files,
        int& error) {
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    for (int i = 0; i < 3; ++i) {
        const int number = standard_files[static_cast<std::size_t>(i)].number();
        posix_spawn_file_actions_adddup2(&actions, number, i);
    }
    pid_t process = 0;
    error =
        ::posix_spawnp(&process, arguments.front(), &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    int status = 0;
    while (error == 0 && ::waitpid(process, &status, 0) < 0) {
        if (errno != EINTR) error = errno;
    }
    return status;
}

/// gnuplot's messages, without the echo of the line and the blank lines around them.
std::string message_of(const std::string& errors) {
    const auto first = errors.find_first_not_of(" \n");
    if (first == std::string::npos) return "it says nothing more";
    return errors.substr(first, errors.find_last_not_of(" \n") + 1 - first);
}

}  // namespace

std::string run_gnuplot(std::string_view script) {
    std::array<NamelessFile, 3> files;
    auto& [input, output, errors] = files;
    input.write(script);
    // -d: what the user has set up for plots of his own does not touch these.
    std::array<char, 8> name{"gnuplot"};
    std::array<char, 3> defaults{"-d"};
    const std::array<char*, 3> arguments{name.data(), defaults.data(), nullptr};
    int error = 0;
    const int status = run(arguments, files, error);
    // EACCES: a folder of PATH may not be read, and it is in none of the others.
    if (error == ENOENT || error == EACCES) {
        throw RunError(
            "gnuplot, which draws the plots, is not installed\n"
            "  help: the package is called gnuplot-nox in Debian and Ubuntu: "
            "sudo apt-get install gnuplot-nox");
    }
    if (error != 0) fail(error);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return output.content();
    const auto how = WIFSIGNALED(status) ? fmt::format("was ended by signal {}", WTERMSIG(status))
                                         : fmt::format("failed with code {}", WEXITSTATUS(status));
    throw GnuplotFailure(fmt::format("gnuplot {}: {}", how, message_of(errors.content())));
}

std::string gnuplot_picture(std::string_view script) {
    std::string picture = run_gnuplot(script);
    if (picture.empty()) throw GnuplotFailure("gnuplot wrote nothing");
    return picture;
}

std::string gnuplot_terminal(const std::filesystem::path& file, int width, int height) {
    const auto ending = file.extension();
    if (ending == ".svg") {
        return fmt::format(
            "set terminal svg size {},{} font 'Helvetica,Arial,sans-serif,15' "
            "background rgb 'white' noenhanced\n",
            width, height);
    }
    if (ending == ".png") {
        // Its fonts are measured in points of 4/3 pixels, and its symbols are half as large.
        return fmt::format(
            "if (strstrt(GPVAL_TERMINALS, ' pngcairo ')) {{\n"
            "set terminal pngcairo size {0},{1} font ',15' fontscale 1.5 linewidth 2 "
            "pointscale 4 rounded noenhanced\n"
            "}} else {{\n"
            "set terminal png size {0},{1} giant linewidth 2 noenhanced\n"
            "}}\n",
            2 * width, 2 * height);
    }
    throw InputError(fmt::format("{}: plots are written as .svg or .png", file.string()));
}

std::string gnuplot_data(std::string_view name, std::span<const std::vector<double>> columns) {
    std::string text = fmt::format("${} << END\n", name);
    for (std::size_t row = 0; row < columns.front().size(); ++row) {
        for (const auto& column : columns) {
            text += std::isfinite(column[row]) ? to_text(column[row]) : "NaN";
            text += ' ';
        }
        text.back() = '\n';
    }
    return text + "END\n";
}

std::string gnuplot_string(std::string_view text) {
    // A ' at the start of a string in '...' is not understood, so it is in "...", where text in
    // backquotes would be run as a command: those are given by their number.
    std::string quoted = "\"";
    for (const char c : utf8_of(text)) {
        if (c == '`') {
            quoted += "\\140";
        } else if (c == '"' || c == '\\') {
            quoted += {'\\', c};
        } else {
            quoted += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
        }
    }
    return quoted + '"';
}

std::string gnuplot_tic_label(std::string_view text) {
    std::string format;
    for (const char c : text) format.append(c == '%' ? 2 : 1, c);
    return gnuplot_string(format);
}

}  // namespace mlp
