#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace mlp {

/// JSON whose objects keep the order of their keys.
using Json = nlohmann::ordered_json;

/// A JSON text that remembers where everything in it stands, so that an error can point there. A
/// value is named by its JSON pointer (RFC 6901), for example "/network/layers/0/units".
class Document {
  public:
    /// Reads a file. Throws InputError, with file, line and column, if it is no JSON. `//` comments
    /// are allowed; a key that stands twice in an object is an error.
    static Document read(const std::filesystem::path& path);
    /// The same for a text; `name` stands for the file in messages.
    static Document parse(std::string text, const std::string& name);

    const Json& root() const { return root_; }
    /// The folder that relative paths in the document start from.
    const std::filesystem::path& directory() const { return directory_; }
    void set_directory(std::filesystem::path directory) { directory_ = std::move(directory); }

    /// Sets a value from outside: "training.epochs=50". The value is JSON or else a string. Objects
    /// on the way are made where they are missing, and a string "adam" becomes {"type": "adam"}
    /// where something is set inside it. Throws InputError if the path cannot exist.
    void set(const std::string& assignment) { set(assignment, "--set " + assignment); }
    /// The same; `origin` says in messages where it comes from.
    void set(const std::string& assignment, const std::string& origin);

    /// Where a value stands: "configs/iris.json:14:7", or "--set a.b=1" where it comes from there.
    /// For what does not stand anywhere, the nearest thing around it.
    std::string place(std::string pointer) const;
    /// Where the key of a value stands.
    std::string key_place(const std::string& pointer) const;

  private:
    friend class DocumentBuilder;

    std::string at(std::size_t offset) const;

    std::string name_;
    std::filesystem::path directory_;
    std::string text_;
    Json root_;
    std::map<std::string, std::size_t> values_;  ///< pointer -> offset in the text
    std::map<std::string, std::size_t> keys_;
    std::map<std::string, std::string> set_from_outside_;  ///< pointer -> "--set ..."
};

/// The pointer to a member or an element of what `pointer` names.
std::string child(const std::string& pointer, std::string_view key);

}  // namespace mlp
