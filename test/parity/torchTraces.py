"""Spread of PyTorch's own float32 over the steps of fixture e_training: python torchTraces.py FIXTURES [DRAWS]

Repeats every trace with the networks and the step of torchStepPeer.py. A draw is one float32 computation of the same
steps: contiguous or channels-last layout, with or without oneDNN; from the fifth on weights begin at most one unit in the
last place away. Prints, for each trace and draw, the largest relative distance of a
loss from the fixture's float64 in every step, as JSON. eTrainingSpread.ts holds the result: the tolerances of the suite.

Needs torch, numpy and Pillow.
"""

import json
import sys
from pathlib import Path

import numpy
import torch
from PIL import Image
from torch import nn
from torch.nn import functional as F

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "benchmarks"))
from torchStepPeer import PatchGan, ResNet, Training, UNet  # noqa: E402

SLICES = {1: 1 / 32, 6: 1 / 16, 11: 1 / 8, 20: 1 / 4, 29: 1}
CONTIGUOUS, CHANNELS_LAST = torch.contiguous_format, torch.channels_last
LAYOUTS = [(CONTIGUOUS, True), (CHANNELS_LAST, True), (CONTIGUOUS, False), (CHANNELS_LAST, False)]
DRAWS = [{"format": memory, "onednn": onednn} for memory, onednn in LAYOUTS * 2]


def our_name(parameter):
    """The fixture's residual blocks have a dropout layer, which moves the second convolution by one."""
    for old, new in (("conv_block.4.", "conv_block.3."), ("conv_block.5.", "conv_block.4.")):
        if old in parameter:
            return parameter.replace(old, new)
    return parameter


def vgg19(file):
    weights = torch.load(file, weights_only=True)
    weights = {name.removeprefix("features."): value for name, value in weights.items()}
    layers = []
    for stage in (0, 2, "pool", 5, 7, "pool", 10, 12, 14, 16, "pool", 19, 21, 23, 25, "pool", 28):
        if stage == "pool":
            layers.append(nn.MaxPool2d(2))
            continue
        weight = weights[f"{stage}.weight"]
        conv = nn.Conv2d(weight.shape[1], weight.shape[0], 3, padding=1)
        conv.load_state_dict({"weight": weight, "bias": weights[f"{stage}.bias"]})
        layers += [conv, nn.ReLU()]
    return nn.Sequential(*layers).requires_grad_(False)


class Trace(Training):
    """A trace of the fixture: its networks and their weights; images come with each step."""

    def __init__(self, root, manifest, draw, seed, vgg):
        self.draw, self.vgg, self.networks = draw, vgg, {}
        opt, folder = manifest["opt"], root / "d_model" / "DeepLIIF_tiny"
        count = sum(name.startswith("D") and not name.startswith("DS") for name in manifest["nets"])
        names = [str(i + 1) for i in range(count)]
        maps = ["input", *names]
        self.plan = {
            "modalities": names,
            "segmentationWeights": dict(zip(maps, opt["seg_weights"])),
            "networks": [],
        }
        generator = torch.Generator().manual_seed(seed)
        for file in manifest["nets"]:
            role = "generator" if file.startswith("G") else "discriminator"
            key = ("seg-" + maps[int(file[2:])]) if file[1] == "S" else file[1:]
            name = key if role == "generator" else f"d-{key}"
            if role == "discriminator":
                network = PatchGan(6, opt["ndf"], 4)
            else:
                network = UNet(3, opt["ngf"], 9) if file[1] == "S" else ResNet(3, opt["ngf"], 9)
            state = torch.load(folder / f"latest_net_{file}.pth", weights_only=True)
            state = {our_name(key): value for key, value in state.items()}
            network.load_state_dict(state)
            if seed:
                with torch.no_grad():
                    for parameter in network.parameters():
                        step = torch.nextafter(parameter, torch.full_like(parameter, float("inf"))) - parameter
                        parameter += step * torch.randint(-1, 2, parameter.shape, generator=generator)
            self.networks[name] = network.train().to(memory_format=draw["format"])
            self.plan["networks"].append({"id": name, "role": role})
        adam = lambda role, rate: torch.optim.Adam(
            self.parameters(role), lr=rate, betas=(opt["beta1"], opt["beta2"])
        )
        self.generators = adam("generator", opt["lr_g"])
        self.discriminators = adam("discriminator", opt["lr_d"])

    def show(self, images):
        images = [image.to(memory_format=self.draw["format"]) for image in images]
        self.input, self.true_map = images[0], images[-1]
        self.truth = dict(zip(self.plan["modalities"], images[1:-1]))

    def more_terms(self, name, image):
        if self.vgg is None:
            return {}
        x, y, loss = image, self.truth[name], 0
        for i, layer in enumerate(self.vgg):
            x, y = layer(x), layer(y)
            if i in SLICES:
                loss = loss + SLICES[i] * F.l1_loss(x, y)
        return {f"{name}/perceptual": 100 * loss}


def batch(root, inputs):
    rows = []
    for entry in inputs:
        places = (root / "e_training", root.parent / "open" / "e_training")
        file = next(p / entry["image"] for p in places if (p / entry["image"]).exists())
        row = numpy.asarray(Image.open(file).convert("RGB"), dtype=numpy.float32) / 255
        row = torch.from_numpy((row - 0.5) / 0.5).permute(2, 0, 1)
        tiles = row.split(row.shape[1], 2)
        rows.append([tile.flip(2) if entry["hflip"] else tile for tile in tiles])
    return [torch.stack(tiles).contiguous() for tiles in zip(*rows)]


TERMS = {"G_GAN": "gan", "G_L1": "l1", "G_VGG": "perceptual", "D_real": "d-real", "D_fake": "d-fake"}


def distance(found, exact):
    """Totals follow from the terms, and the perceptual loss of the segmentation counts in none."""
    worst = (0, "")
    for name, value in exact.items():
        if name in ("G", "D", "G_VGG_S"):
            continue
        term, index = name.rsplit("_", 1)
        ours = found[f"{'segmentation' if index == 'S' else index}/{TERMS[term]}"]
        worst = max(worst, (abs(ours - value) / abs(value), name))
    return worst


def main(root, draws):
    manifest = json.loads((root / "e_training" / "manifest.json").read_text())
    torch.set_flush_denormal(True)
    torch.set_num_threads(1)
    result = {name: [] for name in manifest["traces"]}
    for number, draw in enumerate(DRAWS[:draws]):
        for name, trace in manifest["traces"].items():
            perceptual = any(key.startswith("G_VGG") for key in trace["steps"][0]["losses"])
            vgg = vgg19(next((root / "e_training").glob("*vgg*.pth"))) if perceptual else None
            with torch.backends.mkldnn.flags(enabled=draw["onednn"]):
                training = Trace(root, manifest, draw, max(0, number + 1 - len(LAYOUTS)), vgg)
                steps = []
                for step, exact in zip(trace["steps"], trace["steps_float64_losses"]):
                    training.show(batch(root, step["inputs"]))
                    steps.append(distance(training.step(), exact))
            result[name].append([value for value, _ in steps])
            print(name, number, " ".join(f"{value:.1e} {at}" for value, at in steps), file=sys.stderr, flush=True)
    print(json.dumps(result))


main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else len(DRAWS))
