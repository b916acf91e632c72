#!/usr/bin/env python3
"""PyTorch: eager, in either layout of images, and compiled. AdamW is its fused one."""
from contestant import Example, definition, parser, serve


NETWORKS = "torch_networks"


def contestants(mode, network, bf16):
    """Label and options of each way to run it that makes sense for a row of the table."""
    yield "PyTorch eager", []
    if network.images:
        yield "PyTorch eager, channels-last", ["--channels-last"]
    yield "PyTorch compiled", ["--compile", *(["--channels-last"] if network.images else [])]


def main():
    arguments = parser()
    arguments.add_argument("--channels-last", action="store_true")
    arguments.add_argument("--compile", action="store_true")
    options = arguments.parse_args()
    import torch

    torch.manual_seed(0)
    torch.set_num_threads(options.threads)
    torch.set_flush_denormal(True)
    example = Example(options.read)
    written = definition("torch_networks", options.network)
    inputs = {}
    for name, values in example.inputs.items():
        tensor = torch.tensor(values)
        if tensor.ndim == 4:
            tensor = tensor.permute(0, 3, 1, 2).contiguous()
            if options.channels_last:
                tensor = tensor.to(memory_format=torch.channels_last)
        inputs[name] = tensor.long() if tensor.dtype == torch.int32 else tensor
    labels = torch.tensor(example.labels).long()

    def make(drops):
        network = written.make()
        load(network, example.weights, written)
        if not drops:
            for module in network.modules():
                if isinstance(module, torch.nn.Dropout):
                    module.p = 0.0
                if isinstance(getattr(module, "dropout", None), float):
                    module.dropout = 0.0
        return network.to(memory_format=torch.channels_last) if options.channels_last else network

    def step_of(network, rate):
        groups = optimizers(network, rate)
        criterion = getattr(written, "loss", torch.nn.functional.cross_entropy)
        forward = torch.compile(network, mode="max-autotune-no-cudagraphs") if options.compile else network

        def step():
            for optimizer in groups:
                optimizer.zero_grad(set_to_none=True)
            with torch.autocast("cpu", torch.bfloat16, enabled=options.bf16):
                loss = criterion(forward(inputs), labels)
            loss.backward()
            for optimizer in groups:
                optimizer.step()
            return loss

        return step

    if options.mode == "infer":
        network = make(True).eval()
        forward = torch.compile(network, mode="max-autotune-no-cudagraphs") if options.compile else network
        answer_of = getattr(written, "answer", lambda logits: torch.softmax(logits, 1))

        @torch.inference_mode()
        def answer():
            with torch.autocast("cpu", torch.bfloat16, enabled=options.bf16):
                return answer_of(forward(inputs).float())

        torch.nn.Module.exact = True
        outputs = [] if options.compile else answer().flatten().tolist()[:1000]
        torch.nn.Module.exact = False
        serve(answer, {"outputs": outputs})
        return
    torch.nn.Module.exact = True  # the same padding as ours, at the price of an operation
    checked = make(False)
    for name, parameter in checked.named_parameters():
        if name.rsplit(".", 1)[-1] in getattr(written, "frozen", ()):
            parameter.requires_grad_(False)
    losses = step_of(checked, 1e-3) if not options.compile else None
    losses = [losses().item() for _ in range(5)] if losses else []
    torch.nn.Module.exact = False
    serve(step_of(make(True), 1e-7), {"losses": losses})


def optimizers(network, rate):
    import torch

    settings = dict(lr=rate, weight_decay=0.01, eps=1e-8)
    sparse = [p for m in network.modules() if getattr(m, "sparse", False) for p in m.parameters()]
    dense = [p for p in network.parameters() if not any(p is other for other in sparse)]
    made = [torch.optim.AdamW(dense, fused=True, **settings)]
    if sparse:
        made.append(torch.optim.SparseAdam(sparse, lr=rate))
    return made


def load(network, weights, written):
    """Our weights, in our order, as PyTorch keeps them. A network's file may say where they go (`in_our_order`; several
    parameters may be the rows of one weight of ours) and how they turn (`from_ours`); one whose output is not the logits of
    the classes also says its `loss` and its `answer`."""
    import torch

    names = {id(p): name for name, p in network.named_parameters()}
    tables = {id(m.weight) for m in network.modules() if isinstance(m, torch.nn.Embedding)}
    places = written.in_our_order(network) if hasattr(written, "in_our_order") else list(network.parameters())
    turned = getattr(written, "from_ours", lambda name, weight: None)
    left = set(names)
    with torch.no_grad():
        for place, weight in zip(places, weights, strict=True):
            for parameter, value in zip(place, weight) if isinstance(place, tuple) else [(place, weight)]:
                value_here = turned(names[id(parameter)], value)
                if value_here is None:
                    value_here = value if id(parameter) in tables else outputs_first(value)
                parameter.copy_(torch.tensor(value_here))
                left.discard(id(parameter))
        for parameter in network.parameters():
            if id(parameter) in left:
                parameter.zero_()


def outputs_first(weight):
    if weight.ndim == 4:
        return weight.transpose(3, 2, 0, 1).copy()
    return weight.T.copy() if weight.ndim == 2 else weight


if __name__ == "__main__":
    main()
