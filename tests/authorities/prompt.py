"""What a prompt takes, worked out by hand.

Reading a prompt takes two operations, a multiplication and an addition, for each active parameter and token (an inner
product over every weight, as in any account of matrix arithmetic; attention over the prompt itself is left out).
Chips: dense FP8 peaks of Nvidia's B200 (4.5 PFLOP/s) and GB200 (5 PFLOP/s) as InferenceX lists them (3 April 2026).
Models: gpt-oss-120B with 5.1 billion active parameters (OpenAI's model card, August 2025) and DeepSeek-R1 with 37
billion (DeepSeek's technical report), both from memory.  Speeds for one reader: InferenceX's 90 and 125 tokens/s.
The way: two legs of 800 and 3,000 km through vacuum, 5 ms for the radio and 10 microseconds for the satellite that
takes part; fibre 500 km along the ground at 5 microseconds a km.

Run: python tests/authorities/prompt.py
"""

from fractions import Fraction as F

from record import record

LIGHT_KM_S = F(299_792_458, 1_000)
LEGS = ((F(800), F(5, 1_000)), (F(3_000), F(1, 100_000)))  # km, s of waiting
FIBRE_KM, FIBRE_S_PER_KM = F(500), F(5, 1_000_000)
BITS, RADIO_UP_BIT_S = F(32), F(100_000_000)  # a household's link; the satellite takes up more
MFU = F(2, 5)
CASES = (
    # record, active parameters, chip's FLOP/s, tokens/s, tokens of the prompt and of the answer
    ("gpt-oss-120b-b200", F(5_100_000_000), F(4_500) * 10**12, F(90), F(1_000), F(500)),
    ("deepseek-r1-gb200", F(37_000_000_000), F(5_000) * 10**12, F(125), F(1_000), F(500)),
    ("gpt-oss-120b-b200", F(5_100_000_000), F(4_500) * 10**12, F(90), F(100_000), F(1)),
)


def main() -> None:
    one_way = sum(km / LIGHT_KM_S + wait for km, wait in LEGS)
    rows = []
    for name, active, peak, speed, asked, answered in CASES:
        send = asked * BITS / RADIO_UP_BIT_S
        read = 2 * active * asked / (peak * MFU)
        token = 1 / speed
        first = one_way + send + read + token + one_way
        fibre = 2 * FIBRE_KM * FIBRE_S_PER_KM + read + token
        rest = (answered - 1) * token
        ms = {
            "there_ms": one_way + send, "send_ms": send, "prefill_ms": read, "token_ms": token, "back_ms": one_way,
            "first_token_ms": first, "answer_ms": first + rest, "fibre_first_token_ms": fibre,
            "fibre_answer_ms": fibre + rest,
        }  # fmt: skip
        rows.append(
            {"record": name, "prompt_tokens": int(asked), "answer_tokens": int(answered)}
            | {key: float(1_000 * value) for key, value in ms.items()}
        )
    record(__file__, about=__doc__.split("\n")[0], packages=(), rows=rows)


if __name__ == "__main__":
    main()
