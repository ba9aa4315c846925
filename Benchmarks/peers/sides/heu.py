# SPDX-FileCopyrightText: The BlindScore authors
# SPDX-License-Identifier: Apache-2.0
"""HEU of SecretFlow: its Paillier with tables, and Okamoto-Uchiyama."""
import numpy

from heu import numpy as hnp
from heu import phe

from .side import FRACTION_BITS, Side, fixed_error, to_fixed


class HEUPaillier(Side):
    schema = phe.SchemaType.ZPaillier

    @classmethod
    def generate(cls, bits):
        return hnp.setup(cls.schema, bits)

    def __init__(self, keys, setup):
        self.client = keys
        # With the public key alone, for which a server builds the tables again.
        self.server = hnp.setup(keys.public_key())
        self.encoder = keys.integer_encoder(1)
        self.encryptor, self.decryptor = keys.encryptor(), keys.decryptor()
        self.noise, self.evaluator = self.server.encryptor(), self.server.evaluator()
        weights = [to_fixed(weight) for weight in setup["weights"]]
        self.parts = self.split(weights)
        self.intercept = round(setup["intercept"] * 4**FRACTION_BITS)
        self.one_time_bytes = len(keys.public_key().serialize())
        self.maximum_error = fixed_error(setup)

    def split(self, weights):
        """What is sent side by side: (places of the columns, weights of one column each, whether to subtract)."""
        return [(list(range(len(weights))), self.column(weights), False)]

    def column(self, weights):
        return self.client.array(numpy.array(weights).reshape(-1, 1), self.encoder)

    def encrypt(self, rows):
        numbers = numpy.array([[to_fixed(value) for value in row] for row in rows])
        return [self.encryptor.encrypt(self.client.array(numbers[:, places], self.encoder)).serialize()
                for places, _, _ in self.parts]

    def score(self, request):
        total = None
        for data, (_, weights, is_subtracted) in zip(request, self.parts):
            product = self.evaluator.matmul(hnp.CiphertextArray.load_from(data), weights)
            if is_subtracted:
                total = self.evaluator.sub(total, product)
            else:
                total = product
        # The intercepts' encryptions are new and hide how the sums came about.
        intercepts = self.client.array(numpy.full((total.rows, 1), self.intercept), self.encoder)
        return [self.evaluator.add(total, self.noise.encrypt(intercepts)).serialize()]

    def decrypt(self, answer):
        sums = self.decryptor.decrypt(hnp.CiphertextArray.load_from(answer[0])).to_numpy(self.encoder)
        return [int(value) / 4**FRACTION_BITS for value in sums.reshape(-1)]


class HEUPaillierBySign(HEUPaillier):
    """The way that its users find: one inversion for all negative weights, whose places the client learns."""

    def split(self, weights):
        positive = [place for place, weight in enumerate(weights) if weight >= 0]
        negative = [place for place, weight in enumerate(weights) if weight < 0]
        if not positive or not negative:
            return super().split(weights)
        return [(positive, self.column([weights[place] for place in positive]), False),
                (negative, self.column([-weights[place] for place in negative]), True)]


class HEUOkamotoUchiyama(HEUPaillierBySign):
    schema = phe.SchemaType.OU
