#include "mlp/report/tensorboard/event.h"

#include <protozero/pbf_writer.hpp>

namespace mlp {
namespace {

using protozero::pbf_writer;

// The numbers of the fields, by their messages.
namespace event {
enum : protozero::pbf_tag_type { wall_time = 1, step = 2, file_version = 3, summary = 5 };
}
namespace summary {
enum : protozero::pbf_tag_type { value = 1 };
}
namespace value {
enum : protozero::pbf_tag_type { tag = 1, simple_value = 2, histo = 5, tensor = 8, metadata = 9 };
}
namespace histo {
enum : protozero::pbf_tag_type {
    min = 1,
    max = 2,
    num = 3,
    sum = 4,
    sum_squares = 5,
    bucket_limit = 6,
    bucket = 7
};
}
namespace metadata {
enum : protozero::pbf_tag_type { plugin_data = 1, data_class = 4 };
constexpr int tensors = 2;  // of data_class
}  // namespace metadata
namespace plugin_data {
enum : protozero::pbf_tag_type { plugin_name = 1, content = 2 };
}
namespace tensor {
enum : protozero::pbf_tag_type { dtype = 1, tensor_shape = 2, string_val = 8 };
constexpr int float_type = 1;  // of dtype
constexpr int string_type = 7;
}  // namespace tensor
namespace tensor_shape {
enum : protozero::pbf_tag_type { dim = 2 };
}
namespace dim {
enum : protozero::pbf_tag_type { size = 1 };
}

/// Says which part of TensorBoard a value is for.
void add_plugin(pbf_writer& to, std::string_view name, std::string_view content) {
    pbf_writer metadata(to, value::metadata);
    {
        pbf_writer plugin(metadata, metadata::plugin_data);
        plugin.add_string(plugin_data::plugin_name, name.data(), name.size());
        plugin.add_bytes(plugin_data::content, content.data(), content.size());
    }
    metadata.add_enum(metadata::data_class, metadata::tensors);
}

/// The shape of a tensor of one dimension.
void add_shape(pbf_writer& tensor, std::int64_t size) {
    pbf_writer shape(tensor, tensor::tensor_shape);
    pbf_writer dim(shape, tensor_shape::dim);
    dim.add_int64(dim::size, size);
}

}  // namespace

std::string Event::file_version(double time) {
    std::string bytes;
    pbf_writer writer(bytes);
    writer.add_double(event::wall_time, time);
    writer.add_string(event::file_version, "brain.Event:2");
    return bytes;
}

void Event::add_scalar(std::string_view tag, double value) {
    pbf_writer summary(values_);
    pbf_writer writer(summary, summary::value);
    writer.add_string(value::tag, tag.data(), tag.size());
    writer.add_float(value::simple_value, static_cast<float>(value));
}

void Event::add_histogram(std::string_view tag, const BucketHistogram& histogram) {
    if (histogram.count == 0) return;
    pbf_writer summary(values_);
    pbf_writer writer(summary, summary::value);
    writer.add_string(value::tag, tag.data(), tag.size());
    pbf_writer histo(writer, value::histo);
    histo.add_double(histo::min, histogram.min);
    histo.add_double(histo::max, histogram.max);
    histo.add_double(histo::num, histogram.count);
    histo.add_double(histo::sum, histogram.sum);
    histo.add_double(histo::sum_squares, histogram.sum_squares);
    histo.add_packed_double(histo::bucket_limit, histogram.limits.begin(), histogram.limits.end());
    histo.add_packed_double(histo::bucket, histogram.counts.begin(), histogram.counts.end());
}

void Event::add_text(std::string_view tag, std::string_view text) {
    pbf_writer summary(values_);
    pbf_writer writer(summary, summary::value);
    writer.add_string(value::tag, tag.data(), tag.size());
    {
        pbf_writer tensor(writer, value::tensor);
        tensor.add_enum(tensor::dtype, tensor::string_type);
        add_shape(tensor, 1);
        tensor.add_bytes(tensor::string_val, text.data(), text.size());
    }
    add_plugin(writer, "text", "");
}

void Event::add_hyperparameters(std::string_view tag, std::string_view content) {
    pbf_writer summary(values_);
    pbf_writer writer(summary, summary::value);
    writer.add_string(value::tag, tag.data(), tag.size());
    {
        // What is said stands in the metadata; a value must have a tensor all the same.
        pbf_writer tensor(writer, value::tensor);
        tensor.add_enum(tensor::dtype, tensor::float_type);
        add_shape(tensor, 0);
    }
    add_plugin(writer, "hparams", content);
}

std::string Event::encoded() const {
    std::string bytes;
    pbf_writer writer(bytes);
    writer.add_double(event::wall_time, time_);
    writer.add_int64(event::step, step_);
    writer.add_message(event::summary, values_);
    return bytes;
}

}  // namespace mlp
