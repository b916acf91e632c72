#pragma once

namespace plumb {

/// The options of the normalizations that end in gamma x + beta, a learned number of each for every channel.
void describe_scale_and_offset(auto& self, auto& field) {
  field("center", self.center, "Adds a learned number.");
  field("scale", self.scale, "Multiplies by a learned number.");
  field("beta_initializer", self.beta_initializer, "How the numbers that are added begin.");
  field("gamma_initializer", self.gamma_initializer, "How the numbers that are multiplied by begin.");
  field("beta_regularizer", self.beta_regularizer, "A penalty on the numbers that are added.");
  field("gamma_regularizer", self.gamma_regularizer, "A penalty on the numbers that are multiplied by.");
  field("beta_constraint", self.beta_constraint,
        "What the numbers that are added are brought back to after each step.");
  field("gamma_constraint", self.gamma_constraint,
        "What the numbers that are multiplied by are brought back to after each step.");
}

}  // namespace plumb
