#include "mlp/data/csv.h"
#include "mlp/data/inline.h"
#include "mlp/data/source.h"

namespace mlp {

/// The table: one reader in a file of its own, one line here.
template <class T>
const Catalogue<Source<T>>& sources() {
    static const Catalogue<Source<T>> catalogue(
        "data source", "",
        {catalogue_entry<Source<T>, CsvOptions, CsvSource<T>>(),
         catalogue_entry<Source<T>, InlineOptions, InlineSource<T>>()});
    return catalogue;
}

const CatalogueInfo& source_names() { return sources<double>(); }

template const Catalogue<Source<float>>& sources<float>();
template const Catalogue<Source<double>>& sources<double>();

}  // namespace mlp
