#include "plumb/data/text_blocks.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>

#include "plumb/core/internal/disk.h"
#include "plumb/data/byte_scan.h"
#include "plumb/data/gzip.h"
#include "plumb/data/zstd.h"

namespace plumb {

struct TextBlocks::File {
  explicit File(int number) : descriptor(number) {}
  internal::Descriptor descriptor;
};

TextBlocks::TextBlocks(const Path& path, Encoding encoding) : path_(path), name_(path.string()) {
  struct stat facts {};
  const bool plain = ::stat(path.c_str(), &facts) == 0 && S_ISREG(facts.st_mode) && encoding == Encoding::utf_8 &&
                     static_cast<size_t>(facts.st_size) > 2 * block_bytes;
  if (plain) {
    file_ = std::make_unique<File>(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file_->descriptor < 0) throw internal::file_trouble("read", path, errno);
    size_ = static_cast<size_t>(facts.st_size);
    fetch(0, block_bytes, head_);
    const bool marked = head_.starts_with("\xEF\xBB\xBF");
    if (marked) head_.erase(0, from_ = 3);
    const size_t lines = head_.rfind('\n');
    // Packed, UTF-16, lines that end with CR alone, or one that is longer than a block
    if (is_gzip(head_) || is_zstd(head_) || head_.starts_with("\xFF\xFE") || head_.starts_with("\xFE\xFF") ||
        lines == std::string::npos)
      file_.reset();
    else
      head_.resize(lines + 1);
  }
  if (!file_) {
    from_ = 0;
    whole_ = read_text(path, encoding);
    size_ = whole_.size();
    const size_t lines = whole_.rfind('\n', block_bytes);
    head_ = whole_.substr(0, (lines == std::string::npos ? whole_.find('\n') : lines) + 1);
  }
  at_ = from_;
}

TextBlocks::~TextBlocks() = default;

bool TextBlocks::on_disk() const { return file_ != nullptr; }

/// Puts at most so many bytes into the buffer, fewer at the end of the file.
size_t TextBlocks::fetch(size_t begin, size_t size, std::string& buffer) const {
  buffer.resize(std::min(size, size_ - begin));
  size_t done = 0;
  while (done < buffer.size()) {
    const ssize_t n =
        ::pread(file_->descriptor, buffer.data() + done, buffer.size() - done, static_cast<off_t>(begin + done));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) throw internal::file_trouble("read", path_, errno);
    if (n == 0) throw Error("{}: became shorter while it was read; leave files alone until they are read", name_);
    done += static_cast<size_t>(n);
  }
  return done;
}

bool TextBlocks::next(Block& block, const RowsEnd& ends, std::string& buffer) {
  if (at_ >= size_) return false;
  block = {.begin = at_, .line = line_};
  for (size_t wanted = block_bytes;; wanted *= 2) {
    std::string_view text;
    if (file_) {
      fetch(at_, wanted, buffer);
      text = buffer;
    } else {
      text = std::string_view(whole_).substr(at_, wanted);
    }
    if (at_ + text.size() == size_) {
      block.size = text.size();
      break;
    }
    const std::string_view lines = text.substr(0, text.rfind('\n') + 1);  // npos + 1: none
    block.size = lines.empty() ? 0 : ends(lines);
    if (block.size == 0 && wanted >= longest_row) block.size = lines.size();
    if (block.size > 0) break;
    require(wanted < size_t{8} * longest_row, "{}:{}: a line of more than {} bytes is no row of text", name_, line_,
            wanted);
  }
  const std::string_view all = file_ ? std::string_view(buffer) : std::string_view(whole_).substr(at_);
  line_ += count_of(all.substr(0, block.size), '\n');
  at_ += block.size;
  return true;
}

std::string_view TextBlocks::taken(const Block& block, std::string& buffer) const {
  if (!file_) return std::string_view(whole_).substr(block.begin, block.size);
  buffer.resize(block.size);
  check_text(buffer, name_, block.line);
  if (buffer.back() != '\n') buffer += '\n';
  return buffer;
}

std::string_view TextBlocks::read(const Block& block, std::string& buffer) const {
  if (file_) fetch(block.begin, block.size, buffer);
  return taken(block, buffer);
}

}  // namespace plumb
