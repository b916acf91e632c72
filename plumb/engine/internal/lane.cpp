#include "plumb/engine/internal/lane.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "plumb/engine/plan.h"

namespace plumb::engine {

static size_t bytes_of(Value v) { return static_cast<size_t>(count(v.shape())) * size_of(v.type()); }

const EngineSettings& Lane::settings() const { return plan_.settings_; }

int Lane::threads() const { return number_ == 0 ? plan_.threads_ : 1; }

int64_t Lane::first_element(Value v) const {
  const bool of_rows = plan_.rows_of_[static_cast<size_t>(v.id())] == Rows::each;
  return of_rows && rows_ > 0 ? first_row_ * (count(node(v.id()).shape()) / rows_) : 0;
}

const Shape& Lane::whole_shape(Value v) const { return plan_.prepared_.graph->node(v.id()).shape(); }

bool Lane::needed(int id) const { return plan_.needed_[static_cast<size_t>(id)] != 0; }

bool Lane::has_reader(int id, std::string_view op) const {
  const auto& readers = plan_.users_.of[static_cast<size_t>(id)];
  return std::any_of(readers.begin(), readers.end(), [&](int r) { return graph_.node(r).op->name == op; });
}

Buffer* Lane::touch(Buffer* buffer) {
  for (Buffer* b = buffer; b; b = b->parent) {
    b->first = std::min(b->first, plan_.now_);
    b->last = std::max(b->last, b->shared ? plan_.end_of_phase() : plan_.now_);
  }
  return buffer;
}

Buffer* Lane::make(size_t bytes) {
  Buffer& buffer = plan_.buffers_.emplace_back();
  buffer.bytes = bytes;
  buffer.lane = number_;
  if (plan_.making_constant_) {
    buffer.first = 0;
    buffer.last = std::numeric_limits<int>::max();
  }
  return touch(&buffer);
}

Buffer* Lane::use(Value v) {
  if (const auto found = places_.find(v.id()); found != places_.end()) return touch(found->second);
  const auto& once = plan_.lanes_[0]->places_;
  const auto found = once.find(v.id());
  if (number_ == 0 && found == once.end()) {  // rows: where the shards put theirs
    const Value base = plan_.under_views(v);
    if (const auto whole = plan_.wholes_.find(base.id()); whole != plan_.wholes_.end()) return touch(whole->second);
    if (const auto leaf = once.find(base.id()); leaf != once.end()) return touch(leaf->second);
  }
  if (found == once.end()) throw Bug(fmt::format("%{} ({}) is read before it is computed", v.id(), v.node().op->name));
  return touch(found->second);
}

bool Lane::may_overwrite(Value input, size_t bytes) {
  const auto found = places_.find(input.id());
  if (found == places_.end()) return false;
  const Buffer* b = found->second;
  return !b->kept && !b->parent && b->bytes == bytes && b->last != std::numeric_limits<int>::max() &&
         b->lane == number_ && plan_.last_read_[static_cast<size_t>(plan_.storage(input.id()))] == plan_.now_ &&
         std::find(taken_.begin(), taken_.end(), b) == taken_.end();
}

Buffer* Lane::place(Value v, const Values& over) {
  const int id = v.id();
  Buffer*& place = places_[id];
  if (const auto home = plan_.state_of_update_.find(id); home != plan_.state_of_update_.end() && number_ == 0) {
    const int last = plan_.last_read_[static_cast<size_t>(home->second)];
    const auto is_state = [&](Value o) { return o.id() == home->second; };
    const bool last_reader = last == plan_.now_ && std::any_of(over.begin(), over.end(), is_state);
    if (last < plan_.now_ || last_reader) return place = touch(places_.at(home->second));
  }
  if (const auto home = plan_.pack_home_.find(id);
      home != plan_.pack_home_.end() && plan_.packs_here(home->second.first, number_)) {
    const auto [pack, offset] = home->second;
    return place = part(place_pack(Value(&v.graph(), pack)), static_cast<size_t>(offset) * sizeof(float), bytes_of(v));
  }
  if (const auto whole = plan_.wholes_.find(id); whole != plan_.wholes_.end() && number_ > 0)
    return place = part(whole->second, static_cast<size_t>(first_element(v)) * size_of(v.type()), bytes_of(v));
  for (const Value o : over)
    if (may_overwrite(o, bytes_of(v))) {
      taken_.push_back(places_.at(o.id()));
      return place = touch(taken_.back());
    }
  return place = make(bytes_of(v));
}

void Lane::alias(Value v, Value of, size_t offset) {
  Buffer* whole = use(of);
  places_[v.id()] = offset == 0 && whole->bytes == bytes_of(v) ? whole : part(whole, offset, bytes_of(v));
}

Buffer* Lane::place_pack(Value pack) {
  Buffer*& whole = packs_[pack.id()];
  if (!whole) whole = make(bytes_of(pack));
  return touch(whole);
}

void Lane::finish_pack(Value pack) { places_[pack.id()] = place_pack(pack); }

bool Lane::is_part(Value v, Buffer* whole, size_t offset) const {
  const auto found = places_.find(v.id());
  return found != places_.end() && found->second->parent == whole && found->second->offset == offset;
}

Buffer* Lane::part(Buffer* whole, size_t offset, size_t bytes) {
  Buffer* part = make(bytes);
  part->parent = whole;
  part->offset = offset;
  touch(whole);
  whole->followers.push_back([part](std::byte* at) { part->set(at + part->offset); });
  if (whole->data) part->set(whole->data + offset);
  return part;
}

Buffer* Lane::scratch(size_t bytes) { return make(bytes); }

Buffer* Lane::keep(Value v, size_t bytes) { return kept_[v.id()] = make(bytes); }

Buffer* Lane::kept(Value v) {
  const auto found = kept_.find(v.id());
  return found == kept_.end() ? nullptr : touch(found->second);
}

Buffer* Lane::shared_form(Value v, const std::string& form, size_t bytes,
                          const std::function<void(Lane&, Buffer*, Buffer*)>& make_form) {
  Lane& once = *plan_.lanes_[0];
  const bool common = plan_.rows_of_[static_cast<size_t>(v.id())] == Rows::none && once.places_.contains(v.id());
  if (!common) {
    Buffer* to = scratch(bytes);
    make_form(*this, use(v), to);
    return to;
  }
  Buffer*& known = plan_.forms_[{v.id(), form}];
  if (!known) {  // once, before the shards want it: as the last call of the phase in which the value is made
    const int now = plan_.now_;
    const int made = plan_.phase_of(plan_.group_of_[static_cast<size_t>(plan_.storage(v.id()))]);
    if (made != plan_.phase_now()) {
      const auto& calls = once.calls_[static_cast<size_t>(made / 2 * 2)];
      plan_.now_ = std::max(plan_.phase_end_[static_cast<size_t>(made)], calls.empty() ? -1 : calls.back().group);
    }
    const bool outer = std::exchange(plan_.making_constant_, plan_.constant_[static_cast<size_t>(v.id())] != 0);
    const int phase = plan_.phase_now() / 2 * 2;
    const auto& calls = once.calls_[static_cast<size_t>(phase)];
    const size_t before = calls.size();
    known = once.make(bytes);
    make_form(once, once.use(v), known);
    if (plan_.making_constant_)
      for (size_t i = before; i < calls.size(); ++i) plan_.constant_calls_.insert({phase, i});
    plan_.making_constant_ = outer;
    plan_.now_ = now;
  }
  return touch(known);
}

Call& Lane::add_call(std::string what) {
  int phase = plan_.phase_now();
  if (number_ == 0) phase = phase / 2 * 2;  // for a group of the shards: before them
  auto& calls = calls_[static_cast<size_t>(phase)];
  if (!calls.empty() && calls.back().group > plan_.now_) throw Bug("a call comes later than its buffers were promised");
  return calls.emplace_back(Call{.what = std::move(what), .group = plan_.now_});
}

Call& Lane::call(std::string what, std::function<void()> run) {
  Call& made = add_call(std::move(what));
  made.run = std::move(run);
  return made;
}

void Lane::call_in_parts(std::string what, int64_t items, int64_t grain,
                         std::function<void(int64_t, int64_t, int)> run) {
  Call& made = add_call(std::move(what));
  made.run_part = std::move(run);
  made.items = items;
  made.grain = grain;
}

}  // namespace plumb::engine
