#include "mlp/data/csv.h"
#include "mlp/data/fann.h"
#include "mlp/data/generator.h"
#include "mlp/data/idx.h"
#include "mlp/data/inline.h"
#include "mlp/data/libsvm.h"
#include "mlp/data/npy.h"
#include "mlp/data/source.h"

namespace mlp {

/// The table: one reader in a file of its own, one line here.
const Catalogue<Source>& sources() {
    static const Catalogue<Source> catalogue(
        "data source", "",
        {catalogue_entry<Source, CsvOptions, CsvSource>(),
         catalogue_entry<Source, InlineOptions, InlineSource>(),
         catalogue_entry<Source, GeneratorOptions, GeneratorSource>(),
         catalogue_entry<Source, IdxOptions, IdxSource>(),
         catalogue_entry<Source, NpyOptions, NpySource>(),
         catalogue_entry<Source, LibsvmOptions, LibsvmSource>(),
         catalogue_entry<Source, FannOptions, FannSource>()});
    return catalogue;
}

const CatalogueInfo& source_names() { return sources(); }

}  // namespace mlp
