"""PyTorch side of `npm run bench:step -- --against-torch`: one training step of DeepLIIF with the same weights.

Reads plan.json, tiles.bin and a safetensors file of each network from a folder that step.ts wrote, and answers lines on
standard input: "run VARIANT" takes one step and prints its seconds, "save VARIANT FILE" writes the losses of the first
step from the stored weights as raw float32, "end" prints the peak memory. Variants: eager, channels-last.

Zero padding, batch norm, no dropout; discriminators learn first (docs/reference.md 3.4), no perceptual term.
"""

import json
import resource
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

from torchPeer import read_safetensors


class ResidualBlock(nn.Module):
    def __init__(self, n):
        super().__init__()
        conv = lambda: nn.Conv2d(n, n, 3, padding=1, bias=False)
        self.conv_block = nn.Sequential(conv(), nn.BatchNorm2d(n), nn.ReLU(), conv(), nn.BatchNorm2d(n))

    def forward(self, x):
        return x + self.conv_block(x)


class ResNet(nn.Module):
    def __init__(self, inputs, n, blocks):
        super().__init__()
        down = lambda i: [nn.Conv2d(i, 2 * i, 3, stride=2, padding=1, bias=False), nn.BatchNorm2d(2 * i), nn.ReLU()]
        up = lambda i: [
            nn.ConvTranspose2d(i, i // 2, 3, stride=2, padding=1, output_padding=1, bias=False),
            nn.BatchNorm2d(i // 2),
            nn.ReLU(),
        ]
        self.model = nn.Sequential(
            nn.ZeroPad2d(3), nn.Conv2d(inputs, n, 7, bias=False), nn.BatchNorm2d(n), nn.ReLU(),
            *down(n), *down(2 * n),
            *[ResidualBlock(4 * n) for _ in range(blocks)],
            *up(4 * n), *up(2 * n),
            nn.ZeroPad2d(3), nn.Conv2d(n, 3, 7), nn.Tanh(),
        )

    def forward(self, x):
        return self.model(x)


class SkipBlock(nn.Module):
    def __init__(self, outer, inner, inside=None):
        super().__init__()
        down = nn.Conv2d(outer, inner, 4, stride=2, padding=1, bias=False)
        up = nn.ConvTranspose2d(inner if inside is None else 2 * inner, outer, 4, stride=2, padding=1, bias=False)
        middle = [] if inside is None else [nn.BatchNorm2d(inner), inside]
        self.model = nn.Sequential(nn.LeakyReLU(0.2), down, *middle, nn.ReLU(), up, nn.BatchNorm2d(outer))

    def forward(self, x):
        return torch.cat([x, self.model(x)], 1)


class UNet(nn.Module):
    def __init__(self, inputs, n, downs):
        super().__init__()
        block = SkipBlock(8 * n, 8 * n)
        for _ in range(downs - 5):
            block = SkipBlock(8 * n, 8 * n, block)
        for outer in (4 * n, 2 * n, n):
            block = SkipBlock(outer, 2 * outer, block)
        self.model = nn.Module()
        self.model.model = nn.Sequential(
            nn.Conv2d(inputs, n, 4, stride=2, padding=1, bias=False),
            block,
            nn.ReLU(),
            nn.ConvTranspose2d(2 * n, 3, 4, stride=2, padding=1),
            nn.Tanh(),
        )

    def forward(self, x):
        return self.model.model(x)


class PatchGan(nn.Module):
    def __init__(self, inputs, n, layers):
        super().__init__()
        width = lambda i: n * min(2**i, 8)
        body = [nn.Conv2d(inputs, n, 4, stride=2, padding=1), nn.LeakyReLU(0.2)]
        for i in range(1, layers + 1):
            stride = 2 if i < layers else 1
            conv = nn.Conv2d(width(i - 1), width(i), 4, stride=stride, padding=1, bias=False)
            body += [conv, nn.BatchNorm2d(width(i)), nn.LeakyReLU(0.2)]
        self.model = nn.Sequential(*body, nn.Conv2d(width(layers), 1, 4, padding=1))

    def forward(self, x):
        return self.model(x)


def build(architecture):
    name, inputs, n = architecture["name"], architecture["inChannels"], architecture["filters"]
    if name == "patchgan":
        return PatchGan(inputs, n, architecture["layers"])
    if name.startswith("resnet_"):
        return ResNet(inputs, n, int(name.removeprefix("resnet_").removesuffix("blocks")))
    return UNet(inputs, n, int(name.removeprefix("unet_")).bit_length() - 1)


class Training:
    """Networks, optimisers and one batch, with the objective of the reference."""

    def __init__(self, folder, plan, memory_format):
        self.plan = plan
        networks = {}
        for entry in plan["networks"]:
            network = build(entry["architecture"])
            network.load_state_dict(read_safetensors(f"{folder}/{entry['id']}.safetensors"), strict=False)
            networks[entry["id"]] = network.train().to(memory_format=memory_format)
        self.networks = networks
        side = plan["sizePx"]
        count = plan["batch"] * 3 * side * side
        data = torch.frombuffer(bytearray(open(f"{folder}/tiles.bin", "rb").read()), dtype=torch.float32)
        images = [
            data[i * count : (i + 1) * count].reshape(plan["batch"], 3, side, side).to(memory_format=memory_format)
            for i in range(len(plan["modalities"]) + 2)
        ]
        self.input, self.truth, self.true_map = images[0], dict(zip(plan["modalities"], images[1:-1])), images[-1]
        adam = lambda role: torch.optim.Adam(
            [p for e in plan["networks"] if e["role"] == role for p in networks[e["id"]].parameters()],
            lr=plan["rate"], betas=(0.5, 0.999),
        )
        self.generators, self.discriminators = adam("generator"), adam("discriminator")

    def judged(self, name, x, y):
        return self.networks[f"d-{name}"](torch.cat([x, y], 1))

    def judged_map(self, the_map):
        seen = {"input": self.input, **self.truth}
        scores = [w * self.judged(f"seg-{k}", seen[k], the_map) for k, w in self.plan["segmentationWeights"].items()]
        return sum(scores)

    def step(self):
        weight = 1 / (len(self.plan["modalities"]) + 1)
        bce = lambda x, label: F.binary_cross_entropy_with_logits(x, torch.full_like(x, label))
        mse = lambda x, label: F.mse_loss(x, torch.full_like(x, label))
        for parameter in self.parameters("discriminator"):
            parameter.requires_grad_(True)
        made = {name: self.networks[name](self.input) for name in self.plan["modalities"]}
        sources = {"input": self.input, **made}
        the_map = sum(w * self.networks[f"seg-{k}"](sources[k]) for k, w in self.plan["segmentationWeights"].items())

        losses = {}
        for name, image in made.items():
            losses[f"{name}/d-fake"] = bce(self.judged(name, self.input, image.detach()), 0.0)
            losses[f"{name}/d-real"] = bce(self.judged(name, self.input, self.truth[name]), 1.0)
        losses["segmentation/d-fake"] = mse(self.judged_map(the_map.detach()), 0.0)
        losses["segmentation/d-real"] = mse(self.judged_map(self.true_map), 1.0)
        self.discriminators.zero_grad()
        (0.5 * weight * sum(losses.values())).backward()
        self.discriminators.step()

        for parameter in self.parameters("discriminator"):
            parameter.requires_grad_(False)
        learned = {}
        for name, image in made.items():
            learned[f"{name}/gan"] = bce(self.judged(name, self.input, image), 1.0)
            learned[f"{name}/l1"] = 100 * F.smooth_l1_loss(image, self.truth[name])
            learned.update(self.more_terms(name, image))
        learned["segmentation/gan"] = mse(self.judged_map(the_map), 1.0)
        learned["segmentation/l1"] = 100 * F.smooth_l1_loss(the_map, self.true_map)
        self.generators.zero_grad()
        (weight * sum(learned.values())).backward()
        self.generators.step()
        return {k: v.item() for k, v in {**losses, **learned}.items()}

    def more_terms(self, name, image):
        """Further terms of a modality; the parity traces have a perceptual one."""
        return {}

    def parameters(self, role):
        return [p for e in self.plan["networks"] if e["role"] == role for p in self.networks[e["id"]].parameters()]


FORMATS = {"eager": torch.contiguous_format, "channels-last": torch.channels_last}


def main(folder):
    torch.set_flush_denormal(True)
    plan = json.load(open(f"{folder}/plan.json"))
    made = {}

    def training(variant):
        if variant not in made:
            made.clear()  # one variant at a time in memory
            made[variant] = Training(folder, plan, FORMATS[variant])
        return made[variant]

    print(json.dumps({"ready": f"PyTorch {torch.__version__}, {torch.get_num_threads()} threads"}), flush=True)
    for line in sys.stdin:
        words = line.split()
        if words[0] == "run":
            one = training(words[1])
            start = time.perf_counter()
            one.step()
            print(json.dumps({"seconds": time.perf_counter() - start}), flush=True)
        elif words[0] == "save":
            losses = Training(folder, plan, FORMATS[words[1]]).step()
            with open(words[2], "wb") as file:
                file.write(torch.tensor([losses[name] for name in plan["losses"]]).numpy().tobytes())
            print(json.dumps({"saved": True}), flush=True)
        else:
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
            print(json.dumps({"peakMb": round(peak)}), flush=True)
            return


if __name__ == "__main__":
    main(sys.argv[1])
