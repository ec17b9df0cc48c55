#include "mlp/data/csv.h"
#include "mlp/data/inline.h"
#include "mlp/data/source.h"

namespace mlp {

/// The table: one reader in a file of its own, one line here.
const Catalogue<Source>& sources() {
    static const Catalogue<Source> catalogue(
        "data source", "",
        {catalogue_entry<Source, CsvOptions, CsvSource>(),
         catalogue_entry<Source, InlineOptions, InlineSource>()});
    return catalogue;
}

const CatalogueInfo& source_names() { return sources(); }

}  // namespace mlp
