"""A tensor as JSON: type, shape, and the elements' bytes in row-major order."""
import torch


def described(tensor):
    flat = tensor.contiguous().reshape(-1).view(torch.uint8) if tensor.numel() else tensor
    data = bytes(flat.reshape(-1).tolist()).hex() if tensor.numel() else ""
    return [str(tensor.dtype).removeprefix("torch."), list(tensor.shape), data]
