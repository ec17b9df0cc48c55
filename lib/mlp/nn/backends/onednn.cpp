#include "mlp/core/error.h"
#include "mlp/nn/backends/backends.h"

#include <array>
#include <map>
#include <memory>

#include <fmt/format.h>
#include <omp.h>
#include <oneapi/dnnl/dnnl.hpp>

/// Products by oneDNN's matmul. It knows row-major matrices, so what is a column-major m × n here
/// is a row-major n × m there: every product is computed as the transposed one, Cᵀ = Bᵀ·Aᵀ.
namespace mlp {
namespace {

using Type = dnnl::memory::data_type;
using Dims = dnnl::memory::dims;

/// A row-major matrix in someone else's memory, `row` and `column` numbers from one to the next.
struct Operand {
    const float* data;
    Index rows;
    Index columns;
    Index row_step;
    Index column_step;

    dnnl::memory::desc desc() const {
        return {Dims{rows, columns}, Type::f32, Dims{row_step, column_step}};
    }
    Operand transposed() const { return {data, columns, rows, column_step, row_step}; }
};

/// A column-major matrix, as a row-major one: transposed.
Operand transposed(ConstView<float> m) { return {m.data(), m.cols(), m.rows(), m.rows(), 1}; }

dnnl::engine& cpu() {
    static dnnl::engine engine(dnnl::engine::kind::cpu, 0);
    return engine;
}

/// c = a·b + bias, or c + a·b, for one shape, with the memory for its operands as they are packed.
class Matmul {
  public:
    Matmul(const Operand& a, const Operand& b, const Operand& c, bool bias, bool add, Type type)
        : stream_(cpu()) {
        // Weights in whatever order suits the processor best.
        const dnnl::memory::desc weights(Dims{b.rows, b.columns}, type,
                                         dnnl::memory::format_tag::any);
        const bool a_as_it_is = type == Type::f32;
        const dnnl::memory::desc source =
            a_as_it_is
                ? a.desc()
                : dnnl::memory::desc(Dims{a.rows, a.columns}, type, dnnl::memory::format_tag::ab);
        dnnl::primitive_attr attributes;
        if (add) {
            dnnl::post_ops post;
            post.append_sum(1);
            attributes.set_post_ops(post);
        }
        const dnnl::memory::desc biases(Dims{1, c.columns}, Type::f32,
                                        dnnl::memory::format_tag::ab);
        const auto desc = bias ? dnnl::matmul::desc(source, weights, biases, c.desc())
                               : dnnl::matmul::desc(source, weights, c.desc());
        const dnnl::matmul::primitive_desc chosen(desc, attributes, cpu());
        matmul_ = dnnl::matmul(chosen);
        a_ = outside(a);
        b_ = outside(b);
        c_ = outside(c);
        if (bias) bias_ = dnnl::memory(biases, cpu(), nullptr);
        packed_a_ = a_as_it_is ? a_ : dnnl::memory(chosen.src_desc(), cpu());
        packed_b_ = dnnl::memory(chosen.weights_desc(), cpu());
        if (!a_as_it_is) pack_a_ = dnnl::reorder(a_, packed_a_);
        pack_b_ = dnnl::reorder(b_, packed_b_);
    }

    void run(const Operand& a, const Operand& b, const Operand& c, const float* bias) {
        set(a_, a);
        set(b_, b);
        set(c_, c);
        if (pack_a_) pack_a_.execute(stream_, a_, packed_a_);
        pack_b_.execute(stream_, b_, packed_b_);
        if (bias == nullptr) {
            matmul_.execute(
                stream_,
                {{DNNL_ARG_SRC, packed_a_}, {DNNL_ARG_WEIGHTS, packed_b_}, {DNNL_ARG_DST, c_}});
        } else {
            bias_.set_data_handle(const_cast<float*>(bias));
            matmul_.execute(stream_, {{DNNL_ARG_SRC, packed_a_},
                                      {DNNL_ARG_WEIGHTS, packed_b_},
                                      {DNNL_ARG_BIAS, bias_},
                                      {DNNL_ARG_DST, c_}});
        }
        stream_.wait();
    }

  private:
    static dnnl::memory outside(const Operand& operand) { return {operand.desc(), cpu(), nullptr}; }
    static void set(dnnl::memory& memory, const Operand& operand) {
        memory.set_data_handle(const_cast<float*>(operand.data));
    }

    dnnl::stream stream_;
    dnnl::matmul matmul_;
    dnnl::memory a_, b_, c_, bias_;
    dnnl::memory packed_a_, packed_b_;
    dnnl::reorder pack_a_, pack_b_;
};

/// What a matmul is made for.
using Key = std::array<Index, 9>;

/// The matmuls of this thread: making one takes oneDNN milliseconds, and two threads may not run
/// the same one at once.
Matmul& matmul_for(const Operand& a, const Operand& b, const Operand& c, bool bias, bool add,
                   Type type) {
    struct Thread {
        // Who wants several threads has them call this, so oneDNN needs none of its own.
        Thread() { omp_set_num_threads(1); }
        std::map<Key, Matmul> matmuls;
    };
    thread_local Thread thread;
    const Key key{a.rows,        a.columns,      b.columns,
                  a.row_step,    a.column_step,  b.row_step,
                  b.column_step, bias + 2 * add, static_cast<Index>(type)};
    const auto found = thread.matmuls.find(key);
    if (found != thread.matmuls.end()) return found->second;
    return thread.matmuls.try_emplace(key, a, b, c, bias, add, type).first->second;
}

class OneDnnBackend final : public Backend<float> {
  public:
    /// Throws InputError where oneDNN has no such products for this processor.
    explicit OneDnnBackend(Type type) : type_(type) {
        try {
            const Matrix<float> ones = Matrix<float>::Ones(16, 16);
            Matrix<float> product(16, 16);
            forward(view(ones), {nullptr, 0}, view(ones), view(product));
        } catch (const dnnl::error& error) {
            throw InputError(fmt::format("oneDNN has no products of {} for this processor: {}",
                                         type == Type::bf16 ? "bfloat16" : "float32",
                                         error.what()));
        }
    }

    std::string_view name() const override { return "onednn"; }

    void forward(ConstView<float> w, ConstVectorView<float> b, ConstView<float> x,
                 View<float> z) const override {
        if (is_small(z.cols())) return native_backend<float>().forward(w, b, x, z);
        multiply(transposed(x), transposed(w), transposed(constant(z)), b.data(), false);
    }
    void backward(ConstView<float> w, ConstView<float> dz, View<float> dx) const override {
        if (is_small(dz.cols())) return native_backend<float>().backward(w, dz, dx);
        multiply(transposed(dz), transposed(w).transposed(), transposed(constant(dx)), nullptr,
                 false);
    }
    void gradient(ConstView<float> dz, ConstView<float> x, Index first, Index last, bool add,
                  View<float> dw) const override {
        if (is_small(dz.cols())) {
            return native_backend<float>().gradient(dz, x, first, last, add, dw);
        }
        Operand rows = transposed(x).transposed();
        rows.data += first * rows.row_step;
        rows.rows = last - first;
        Operand to = transposed(constant(dw));
        to.data += first * to.row_step;
        to.rows = last - first;
        multiply(rows, transposed(dz), to, nullptr, add);
    }

  private:
    /// Products that are done before oneDNN's would have been set up.
    static bool is_small(Index samples) { return samples < 16; }

    void multiply(const Operand& a, const Operand& b, const Operand& c, const float* bias,
                  bool add) const {
        matmul_for(a, b, c, bias != nullptr, add, type_).run(a, b, c, bias);
    }

    Type type_;
};

}  // namespace

const Backend<float>& onednn_backend() {
    static const OneDnnBackend backend(Type::f32);
    return backend;
}

const Backend<float>& onednn_bfloat16_backend() {
    static const OneDnnBackend backend(Type::bf16);
    return backend;
}

}  // namespace mlp
