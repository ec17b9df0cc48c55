#include "interrupt.h"

#include <csignal>

namespace mlp::app {
namespace {

// A signal handler can reach nothing but a global.
volatile std::sig_atomic_t interrupted_by_user = 0;

extern "C" void remember_interrupt(int) {
    interrupted_by_user = 1;
    std::signal(SIGINT, SIG_DFL);
}

}  // namespace

StopOnInterrupt::StopOnInterrupt() {
    interrupted_by_user = 0;
    std::signal(SIGINT, remember_interrupt);
}

StopOnInterrupt::~StopOnInterrupt() { std::signal(SIGINT, SIG_DFL); }

bool StopOnInterrupt::on_epoch(const EpochReport&) { return interrupted_by_user == 0; }

}  // namespace mlp::app
