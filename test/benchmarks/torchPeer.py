"""PyTorch side of `npm run bench -- --against-torch`: the same networks with the same weights.

Reads a folder of safetensors files and plan.json, both written by bench.ts, and answers lines on standard input:
"run VARIANT" computes one tile and prints its seconds, "save VARIANT FILE" writes the segmentation map as raw float32,
"end" prints the peak memory. Variants: eager, channels-last, script (frozen TorchScript), bfloat16.
Batch norm uses the statistics of the tile, as DeepLIIF does at inference.
"""

import json
import resource
import struct
import sys
import time

import torch
from torch import nn


def norm(channels):
    return nn.BatchNorm2d(channels, track_running_stats=False)


class ResidualBlock(nn.Module):
    def __init__(self, channels):
        super().__init__()
        conv = lambda: nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.conv_block = nn.Sequential(
            conv(), norm(channels), nn.ReLU(), nn.Dropout(0.5), conv(), norm(channels)
        )

    def forward(self, x):
        return x + self.conv_block(x)


class ResNet(nn.Module):
    """c7s1-n, d2n, d4n, nine R4n, u2n, un, c7s1-3, as in the paper; zero padding."""

    def __init__(self, n):
        super().__init__()
        down = lambda i: [nn.Conv2d(i, 2 * i, 3, stride=2, padding=1, bias=False), norm(2 * i), nn.ReLU()]
        up = lambda i: [
            nn.ConvTranspose2d(i, i // 2, 3, stride=2, padding=1, output_padding=1, bias=False),
            norm(i // 2),
            nn.ReLU(),
        ]
        self.model = nn.Sequential(
            nn.ZeroPad2d(3), nn.Conv2d(3, n, 7, bias=False), norm(n), nn.ReLU(),
            *down(n), *down(2 * n),
            *[ResidualBlock(4 * n) for _ in range(9)],
            *up(4 * n), *up(2 * n),
            nn.ZeroPad2d(3), nn.Conv2d(n, 3, 7), nn.Tanh(),
        )

    def forward(self, x):
        return self.model(x)


class SkipBlock(nn.Module):
    def __init__(self, outer, inner, inside=None):
        super().__init__()
        down = nn.Conv2d(outer, inner, 4, stride=2, padding=1, bias=False)
        wide = inner if inside is None else 2 * inner
        up = nn.ConvTranspose2d(wide, outer, 4, stride=2, padding=1, bias=False)
        middle = [] if inside is None else [norm(inner), inside]
        self.model = nn.Sequential(nn.LeakyReLU(0.2), down, *middle, nn.ReLU(), up, norm(outer))

    def forward(self, x):
        return torch.cat([x, self.model(x)], 1)


class UNet512(nn.Module):
    def __init__(self, n):
        super().__init__()
        block = SkipBlock(8 * n, 8 * n)
        for _ in range(4):
            block = SkipBlock(8 * n, 8 * n, block)
        for outer in (4 * n, 2 * n, n):
            block = SkipBlock(outer, 2 * outer, block)
        body = nn.Sequential(
            nn.Conv2d(3, n, 4, stride=2, padding=1, bias=False),
            block,
            nn.ReLU(),
            nn.ConvTranspose2d(2 * n, 3, 4, stride=2, padding=1),
            nn.Tanh(),
        )
        self.model = nn.Module()
        self.model.model = body

    def forward(self, x):
        return self.model.model(x)


def read_safetensors(path):
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        data = bytearray(file.read())
    header.pop("__metadata__", None)
    return {
        name: torch.frombuffer(data, dtype=torch.float32, count=(e["data_offsets"][1] - e["data_offsets"][0]) // 4,
                               offset=e["data_offsets"][0]).reshape(e["shape"])
        for name, e in header.items()
    }


def load(folder, step):
    network = (ResNet if step["architecture"].startswith("resnet") else UNet512)(step["filters"])
    stored = read_safetensors(f"{folder}/{step['file']}")
    weights = {k: v for k, v in stored.items() if "running_" not in k}
    network.load_state_dict(weights)
    return network.eval()


def main(folder):
    torch.set_grad_enabled(False)
    torch.set_flush_denormal(True)  # our onnxruntime sessions do it too; denormals are slow
    plan = json.load(open(f"{folder}/plan.json"))
    tile = torch.frombuffer(bytearray(open(f"{folder}/tile.bin", "rb").read()), dtype=torch.float32)
    tile = tile.reshape(1, 3, plan["tilePx"], plan["tilePx"])
    made = {}

    def networks(variant):
        if variant not in made:
            loaded = {step["name"]: load(folder, step) for step in plan["steps"]}
            if variant in ("channels-last", "bfloat16"):
                loaded = {name: net.to(memory_format=torch.channels_last) for name, net in loaded.items()}
            if variant == "script":
                loaded = {name: torch.jit.freeze(torch.jit.trace(net, tile)) for name, net in loaded.items()}
            made.clear()  # one variant at a time in memory
            made[variant] = loaded
        return made[variant]

    def infer(variant):
        nets = networks(variant)
        image = tile.to(memory_format=torch.channels_last) if variant in ("channels-last", "bfloat16") else tile
        with torch.autocast("cpu", torch.bfloat16, enabled=variant == "bfloat16"):
            images = {plan["input"]: image}
            for step in plan["steps"]:
                images[step["name"]] = nets[step["name"]](images[step["reads"]])
        return sum(term["weight"] * images[term["step"]].float() for term in plan["terms"])

    print(json.dumps({"ready": f"PyTorch {torch.__version__}, {torch.get_num_threads()} threads"}), flush=True)
    for line in sys.stdin:
        words = line.split()
        if words[0] == "run":
            networks(words[1])
            start = time.perf_counter()
            infer(words[1])
            print(json.dumps({"seconds": time.perf_counter() - start}), flush=True)
        elif words[0] == "save":
            with open(words[2], "wb") as file:
                file.write(infer(words[1]).contiguous().numpy().tobytes())
            print(json.dumps({"saved": True}), flush=True)
        else:
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
            print(json.dumps({"peakMb": round(peak)}), flush=True)
            return


if __name__ == "__main__":
    main(sys.argv[1])
