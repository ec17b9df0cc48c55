#include "mlp/report/tensorboard/hyperparameters.h"

#include <algorithm>
#include <array>
#include <string_view>

#include <nlohmann/json.hpp>
#include <protozero/pbf_writer.hpp>

namespace mlp {
namespace {

using Json = nlohmann::ordered_json;
using protozero::pbf_writer;

constexpr std::array<std::string_view, 8> left_out = {"name",       "description",     "path",
                                                      "targets",    "initial_weights", "metrics",
                                                      "checkpoint", "logging"};

void collect(const std::string& name, const Json& json, std::vector<Hyperparameter>& found) {
    const auto inside = [&](const std::string& key) {
        return name.empty() ? key : name + '.' + key;
    };
    if (json.is_object()) {
        for (const auto& [key, member] : json.items()) {
            if (std::ranges::find(left_out, key) != left_out.end()) continue;
            collect(key == "type" ? name : inside(key), member, found);
        }
    } else if (json.is_array() && name != "data" && !name.starts_with("data.")) {
        for (std::size_t i = 0; i < json.size(); ++i) {
            collect(inside(std::to_string(i)), json[i], found);
        }
    } else if (json.is_boolean()) {
        found.push_back({name, json.get<bool>()});
    } else if (json.is_number()) {
        found.push_back({name, json.get<double>()});
    } else if (json.is_string()) {
        found.push_back({name, json.get<std::string>()});
    }
}

// The numbers of the fields, by their messages.
namespace plugin {
enum : protozero::pbf_tag_type { version = 1, experiment = 2, session_start = 3, session_end = 4 };
}
namespace experiment {
enum : protozero::pbf_tag_type { hparam_infos = 4, metric_infos = 5 };
}
namespace hparam_info {
enum : protozero::pbf_tag_type { name = 1, type = 4 };
}
namespace metric_info {
enum : protozero::pbf_tag_type { name = 1 };
}
namespace metric_name {
enum : protozero::pbf_tag_type { tag = 2 };
}
namespace session_start {
enum : protozero::pbf_tag_type { hparams = 1, start_time_secs = 5 };
}
namespace session_end {
enum : protozero::pbf_tag_type { status = 1, end_time_secs = 2 };
}
namespace entry {  // of a map
enum : protozero::pbf_tag_type { key = 1, value = 2 };
}

/// How each kind of Hyperparameter::value is called, and encoded as a google.protobuf.Value.
struct ValueWriter {
    pbf_writer& to;
    void operator()(double number) { to.add_double(2, number); }
    void operator()(const std::string& text) { to.add_string(3, text); }
    void operator()(bool flag) { to.add_bool(4, flag); }
};
constexpr std::array<int, 3> data_types = {2, 3, 1};  // of bool, double, string

/// A message HParamsPluginData with one member, which `write` writes.
template <class Write>
std::string plugin_data(protozero::pbf_tag_type member, Write write) {
    std::string bytes;
    pbf_writer data(bytes);
    data.add_int32(plugin::version, 0);
    pbf_writer message(data, member);
    write(message);
    message.commit();
    return bytes;
}

}  // namespace

std::vector<Hyperparameter> hyperparameters(const std::string& config) {
    std::vector<Hyperparameter> found;
    collect("", Json::parse(config), found);
    return found;
}

std::string hparams_experiment(const std::vector<Hyperparameter>& parameters,
                               const std::vector<std::string>& metric_tags) {
    return plugin_data(plugin::experiment, [&](pbf_writer& message) {
        for (const auto& parameter : parameters) {
            pbf_writer info(message, experiment::hparam_infos);
            info.add_string(hparam_info::name, parameter.name);
            info.add_enum(hparam_info::type, data_types[parameter.value.index()]);
        }
        for (const auto& tag : metric_tags) {
            pbf_writer info(message, experiment::metric_infos);
            pbf_writer name(info, metric_info::name);
            name.add_string(metric_name::tag, tag);
        }
    });
}

std::string hparams_session_start(const std::vector<Hyperparameter>& parameters, double time) {
    return plugin_data(plugin::session_start, [&](pbf_writer& message) {
        for (const auto& parameter : parameters) {
            pbf_writer entry(message, session_start::hparams);
            entry.add_string(entry::key, parameter.name);
            pbf_writer value(entry, entry::value);
            std::visit(ValueWriter{value}, parameter.value);
        }
        message.add_double(session_start::start_time_secs, time);
    });
}

std::string hparams_session_end(bool success, double time) {
    return plugin_data(plugin::session_end, [&](pbf_writer& message) {
        message.add_enum(session_end::status, success ? 1 : 2);
        message.add_double(session_end::end_time_secs, time);
    });
}

}  // namespace mlp
