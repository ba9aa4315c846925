// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

// Written by make_known_answers.py.

/// Known answers from Python's integers; words from the most significant on.
enum Answers {
    /// An odd modulus of 2048 bits.
    static let modulus: [UInt64] = [
        0xc278_818b_7b6b_5b33, 0x31c7_9d11_3240_de10, 0x29f5_1bce_2c92_9269, 0x0257_dd76_156f_d34d,
        0x8218_4be1_ee2a_09b1, 0x9212_fbd4_ff2b_d6c3, 0xa4fc_9ad5_12fe_8f63, 0x8e05_772a_9b98_e1af,
        0xf562_50cc_84e4_b557, 0xc2ea_17b0_670d_a097, 0xc09a_4243_0099_66a9, 0x9b9f_1677_a9a6_f822,
        0xd964_ec32_12a2_98a6, 0x93c5_f457_8582_1c54, 0x9a87_cc19_1daa_d2e5, 0x4b76_d68c_4a5f_2fbe,
        0xdbc5_bccd_480f_9cf7, 0xd7a2_84c1_0465_1a59, 0xed01_6d16_4ba0_1169, 0x0168_9093_e77a_fa5f,
        0xa1a5_8104_d1a6_bd58, 0x781b_eba4_eec3_d7a9, 0x117f_102c_407b_87e6, 0x1cd0_f48b_cde6_695a,
        0x1fc6_7826_fb42_2d55, 0xeea4_e1a4_1916_0137, 0x9c2f_63ab_a784_3438, 0x509d_30a9_123e_ec02,
        0x0803_4902_fb40_c537, 0x5b82_be56_1206_b311, 0x28b5_ceb2_6d28_e628, 0x26f7_9a7f_a482_dfc9,
    ]

    /// A residue.
    static let a: [UInt64] = [
        0x3bc0_ae28_2477_8482, 0xfc55_37d9_4b22_deca, 0x9ff5_e2d2_39f0_8584, 0xb615_0387_4967_00bb,
        0x092c_b9f5_6367_794d, 0x97a2_e45e_22a1_84d7, 0x4804_dcc2_9160_70bb, 0x5d56_66cb_894a_a659,
        0x50fc_16b7_faa2_67c8, 0x512e_2e59_f564_62e0, 0xc6f2_a055_de7f_eb7c, 0x7633_f09e_c668_7390,
        0x2c7b_4cd5_fa38_934d, 0x77d5_7a85_0974_3133, 0xe543_8b74_b2b8_81ea, 0xdaf6_cc09_8262_246e,
        0xd15c_579b_1cff_ad65, 0x3518_a707_7f74_6b78, 0x3392_6d9a_0ebe_5540, 0x5bc3_a08b_a679_f38a,
        0x8724_4d42_cd8b_2b24, 0x8ee7_fdf7_45ee_b261, 0x310b_1529_6160_a72d, 0xee37_1ec1_9934_c588,
        0xf5bc_7722_fcbc_ba46, 0x893d_3841_e840_eadd, 0xa5c6_6eab_c01a_4d0a, 0xa7a4_e909_6441_e275,
        0x7465_21c4_4ea1_8402, 0x1915_3a6d_f555_4b1c, 0xebf2_573b_e50c_8276, 0xff45_c51e_b203_eb42,
    ]

    /// Another residue.
    static let b: [UInt64] = [
        0x072b_93a7_fdd1_5fcf, 0x0962_9b35_ef1d_22ac, 0xc120_23aa_032c_d947, 0x3266_883a_0f0a_d271,
        0xc452_1b1f_450d_b939, 0xf3ed_3c04_1c25_e708, 0x2fc1_0d5f_6f05_a0ce, 0x680b_04f7_1a34_2c18,
        0x9871_9f68_2dbe_e70c, 0x394a_ca25_2723_41db, 0x78b9_eea1_cc70_7107, 0x1dd0_6cac_eb74_c1c9,
        0x4296_0bd1_c2fe_450e, 0xe0b7_54c6_7785_c5b2, 0xd154_2e8c_b939_6128, 0xc83c_dea3_c9e6_6012,
        0x023d_cd3a_0017_7405, 0x64ef_dbe1_049f_55e3, 0x8f50_3217_9d89_53ff, 0xedc4_e49b_db5a_2ce8,
        0xe31f_bea7_2e08_dd61, 0x423e_ee32_0872_410b, 0xd0e4_e8a9_1c22_a269, 0x924a_28e9_9b95_7a6b,
        0x69c8_7c13_715a_316a, 0xba37_2eae_d378_9ec2, 0x89b8_ee85_aa2f_303a, 0x83f3_e5e5_63ae_3ac8,
        0x95cf_6e3f_f3ae_0873, 0x7cbd_0e88_e1d2_8f53, 0x46c6_824a_119c_0730, 0x8266_e8b0_6df9_d1e8,
    ]

    /// `a · b`.
    static let product: [UInt64] = [
        0x3e52_61ce_d126_298f, 0x7e25_13be_1f65_c679, 0x1c32_f900_145a_446f, 0x1695_155f_afab_f265,
        0xb88d_1aeb_c78c_1f0d, 0x6b9b_12f3_9fc4_ea52, 0xe8a8_6b48_fce4_1bf7, 0xaa53_5196_8645_30fc,
        0x9007_a284_c0be_585b, 0xf145_dbf0_a81d_d7d3, 0x578c_11a4_c2a6_ccdc, 0xee9e_80f2_487e_6d74,
        0x2418_f2fe_b3fb_b8d4, 0xb31b_c3d5_f69d_67d1, 0x320b_804a_6e7c_1000, 0xc2f7_efaa_3811_296c,
        0x6132_c4fc_356a_64c4, 0xd39b_23f1_6a4e_eae9, 0x7123_6057_1eea_5a26, 0x08ee_fd34_d72b_57f9,
        0xda53_2fae_c0e8_dd18, 0xac48_a771_3e0e_e752, 0x8d4c_a65b_484f_db9b, 0xbd36_16b2_a783_9546,
        0xb23f_b7a3_ca7e_3c49, 0x97d1_98f2_a927_77d5, 0x2038_b3d6_8698_1cfa, 0x4d8e_3d0e_af37_7d79,
        0x6ff5_954f_128e_b802, 0xe660_fe6f_c7d0_aa9b, 0x4006_5d0b_c766_dd94, 0x7359_d481_7c82_2d76,
    ]

    /// An exponent of 256 bits.
    static let exponent: [UInt64] = [
        0xbcb3_b39c_e682_8e50, 0x38c6_1d72_fa11_99b2, 0x018b_d711_90ce_907f, 0xe978_c81d_ebd6_530d,
    ]

    /// `a` to the power `exponent`.
    static let power: [UInt64] = [
        0x5dc8_5210_d1b1_f695, 0xffad_0646_222e_a379, 0xa098_f1e5_224a_9279, 0x3721_6e72_293c_2731,
        0xd743_f4af_95a9_b89b, 0xf41e_a200_5ca7_a9c0, 0xce94_ab25_3e07_dd39, 0xb038_5db0_af52_9d09,
        0xe73f_bd27_f4a6_9e34, 0x2d52_51e9_f0c2_22b1, 0x213e_511e_0761_e82a, 0xec0c_4139_2976_5204,
        0x9003_ab25_1cd4_da22, 0xee4a_9d99_bbd4_6616, 0x5b5b_aaa8_e14e_faf5, 0x2bcb_1122_439d_a506,
        0x9f5e_2d7d_58d2_e808, 0x9fbd_8ce3_32e3_ff34, 0xd31a_213c_11fc_61a6, 0x4cf6_a6a8_9ecb_456e,
        0x98d4_e31e_8da5_f3fc, 0xafd7_622e_aec1_cb5b, 0x8435_1075_a4d2_3b62, 0x2a32_5a6e_629b_72ed,
        0x6eca_b393_7164_0b82, 0x13b7_f026_b62b_27c1, 0x18aa_a6b1_878e_cfb8, 0x5447_83be_e494_16aa,
        0x244a_ac3f_b449_86a1, 0x1519_4cbc_84e4_4044, 0x7dd4_331d_1f35_a65e, 0xd72f_6f6d_06e3_b52c,
    ]

    /// The inverse of `a`.
    static let inverse: [UInt64] = [
        0xb06f_7d03_b5fb_d3d9, 0x1dac_4ecc_1892_441f, 0x05c4_5e6b_4715_c7a2, 0x696a_8b06_7085_1fc0,
        0xbcef_9198_16cf_7744, 0x9e9c_9c66_a5fb_4086, 0x7a04_9fb0_7bda_15a7, 0x3e16_dbbb_f482_3b5b,
        0xbf68_595b_9da9_ddae, 0x111b_af1d_d127_fa99, 0x37fa_f6f0_3f0e_808a, 0x3636_b5c3_e36c_cac6,
        0x619d_28de_2301_ed46, 0x327b_ae19_c7be_51c1, 0x0dd5_8448_174e_0030, 0x3492_b130_2212_c271,
        0x4032_f5ae_c0b9_8b54, 0xff9e_87e8_9946_7015, 0x578f_20e8_167b_4e6a, 0xbd60_9738_489d_baf9,
        0x6c92_dcdc_7c17_caad, 0xe7b8_16d2_6052_4b14, 0xc272_4955_217b_edd5, 0x43ed_fefa_bf32_4f22,
        0xa975_20a9_6bb8_c372, 0xa2dd_046a_63b3_9804, 0x1769_2221_f519_e488, 0xcd87_e88d_4d81_ffc3,
        0xe0ee_2819_da39_87e5, 0x07ab_78b0_c170_e96e, 0x1844_2c29_b98f_316b, 0x0b88_a552_4fd5_1b22,
    ]

    /// The first prime of a 512-bit key, for tests alone.
    static let p: [UInt64] = [
        0xfc4b_dd57_35e1_12db, 0xe35a_11a0_df9b_3a84, 0xa328_8235_2d13_8dd7, 0xa974_b6e7_044e_fc79,
    ]

    /// The second prime.
    static let q: [UInt64] = [
        0xcd14_8dca_6e82_337a, 0x6e66_8f06_86c1_0f09, 0xf053_c281_3125_0e17, 0x870c_fed7_01ae_6361,
    ]

    /// The public key `p · q`.
    static let n: [UInt64] = [
        0xca1d_01e9_6aa4_0b8a, 0xaeb6_7add_40e6_4b46, 0xd57d_aa53_8725_15a1, 0xee99_b936_e254_8156,
        0x64a2_1807_5b1d_6833, 0x1462_6f89_7bfb_133f, 0x69b5_ef4e_c47e_c14c, 0x317f_f87e_40ce_74d9,
    ]

    /// The `r` of the encryption.
    static let noise: [UInt64] = [
        0x8876_9859_a63b_cd47, 0x9a48_7a75_d436_beb7, 0x7d45_f669_3f7b_23d4, 0x8aea_db3b_7068_6b18,
        0x642f_2ad7_28e1_00a0, 0x7948_9dd0_ff14_686b, 0x8828_4c88_18b3_fadb, 0xc446_38c8_8130_efb0,
    ]

    /// A plaintext below `n`.
    static let plaintext: [UInt64] = [
        0x0009_51ae_5b51_986a, 0x91e3_a67d_df66_b5c8, 0x7593_cea9_e4b8_afdc, 0x4361_a4c6_46ef_f168,
        0x5631_5fa0_0128_fd6b, 0x2ecf_aae6_60e1_c09e, 0x6192_9653_d634_c26d, 0x002d_2f5a_8720_c591,
    ]

    /// `(1 + plaintext · n) · noise^n mod n²`.
    static let ciphertext: [UInt64] = [
        0x6159_d338_de48_57f2, 0x0c0e_c9cf_fd99_55b9, 0x00c3_7f76_da8d_cbf0, 0x0745_7ef0_e7e3_ba7c,
        0xc49f_b906_7d0a_fbc9, 0x9d01_569f_aeec_5df1, 0xaafa_1072_6a80_d657, 0x359c_739a_c848_d06a,
        0x266c_7eb0_494e_e87e, 0xa15e_4774_6f82_d121, 0xb0cd_ddbd_0fb7_c98c, 0x3d95_f483_83c3_3938,
        0x364b_298c_fdc1_89be, 0xab78_44ae_ba65_2f68, 0xc6eb_458c_9839_876d, 0x4928_3825_469e_37b6,
    ]

    /// `weight · plaintext mod n`.
    static let weighted: [UInt64] = [
        0xc5cc_af83_cad5_beec, 0xfe87_295b_2047_6a8a, 0xcd8b_8aa3_9a88_ac44, 0x6712_a849_347e_3971,
        0x9537_5271_677f_c663, 0xe7a2_200f_86f7_82b1, 0xfa5f_2da1_b6ca_d0aa, 0x3525_ecec_6ec7_d2ed,
    ]

    /// 1.5 + 0.5 · 10 − 0.25 · 7.5 in units of 16^predictionExponent.
    static let prediction: [UInt64] = [
        0x0000_0000_0000_004a, 0x0000_0000_0000_0000,
    ]

    /// SHA-256 of the contract's canonical bytes.
    static let contractID: [UInt64] = [
        0x68a9_c8df_0f86_a1e6, 0x7018_c519_2b09_a8df, 0x142c_0e79_ec76_820b, 0x0a91_81c5_5c8d_437e,
    ]

    /// The id of a request.
    static let requestID: [UInt64] = [
        0x585a_7750_c439_10b2, 0x8c0e_e393_22d2_564f,
    ]

    /// SHA-256 of the header of that request, with packed rows.
    static let binding: [UInt64] = [
        0xe769_5ea8_6b29_7d8f, 0x9479_0ad9_cd1c_4348, 0x06ce_f970_99d4_227c, 0x7857_8692_6bf7_e435,
    ]

    /// Bits of a slot, bits of noise in it, S, slots of a ciphertext.
    static let plan: [UInt64] = [
        0x0000_0000_0000_001b, 0x0000_0000_0000_000f, 0x0000_0000_0000_1060, 0x0000_0000_0000_0012,
    ]

    /// One plaintext for each column.
    static let packed: [UInt64] = [
        0xca1d_01e9_6aa4_0b8a, 0xaeb6_7add_40e6_4b46, 0xd57d_aa53_8725_15a1, 0xee99_b936_e254_8156,
        0x64a2_1807_5b1d_6833, 0x1462_6f89_7bfb_133f, 0x69b5_ef4e_c47e_c14b, 0x2e3f_f8fb_40ce_6539,
        0x0000_0000_0000_0000, 0x0000_0000_0000_0000, 0x0000_0000_0000_0000, 0x0000_0000_0000_0000,
        0x0000_0000_0000_0000, 0x0000_0000_0000_0000, 0x0000_0000_0000_0000, 0xd03f_ff83_0000_0fa0,
        0x0000_0000_0000_0000, 0x0000_0000_0000_0000, 0x0000_0000_0000_0000, 0x0000_0000_0000_0000,
        0x0000_0000_0000_0000, 0x0000_0000_0000_0000, 0x0000_0000_0000_0003, 0xe800_007d_0000_0000,
    ]

    /// The `r` of their encryptions.
    static let nonces: [UInt64] = [
        0xa25a_f0c6_b1f3_30b3, 0x9d27_6a18_9538_00ea, 0xeb0c_7a0d_6894_7ed6, 0x7470_cb76_c932_635f,
        0xc1ab_1819_8634_7584, 0x71f8_3794_02be_7c20, 0x7a6b_38f5_c4d5_aa8d, 0xd0f4_0f8b_c03d_f74b,
        0xc7a3_746d_5ff3_92a4, 0xed3b_77de_f900_ad13, 0x7d88_cc38_8890_0a59, 0xfc7e_94b9_1cb2_7c51,
        0x8b24_6022_62ba_fc06, 0xbc8c_fbfa_76ca_f9b2, 0x7a81_7c24_437d_3f90, 0x9790_0a56_4af9_28ab,
        0x0d24_7dc2_c0c2_ad22, 0x9eb9_5bca_0276_4a4c, 0xc7a1_50aa_3266_0eb3, 0x4689_d996_4e64_e4b1,
        0x9acf_c3e9_98c1_fd57, 0xc82d_94f1_8183_9aac, 0x58b6_6346_828e_ca33, 0x9cfe_b2d6_39fb_abef,
    ]

    /// The random bits that drown low bits, side by side.
    static let slotNoise: [UInt64] = [
        0x0000_0000_01cb_42de, 0x8fee_513c_7fff_8000,
    ]

    /// The random number above the slots.
    static let upper: [UInt64] = [
        0x0000_0000_05fe_fead, 0xde5b_8880_6369_4c59, 0xb4d4_157c_9b2f_db3c, 0x29d6_3477_dbb9_e703,
        0x6161_0724_400e_3b46, 0xa368_c6da_dc52_fcde,
    ]

    /// The `s` of the answer's noise.
    static let answerNonce: [UInt64] = [
        0x615d_4668_bc26_e542, 0x9584_46de_2d08_3e5b, 0xa213_85ac_8287_39ec, 0x0ff5_17db_6ada_c8be,
        0xbcd2_78aa_d50b_a222, 0x675e_25b5_10b2_0bf6, 0x18bf_f77a_6dc4_2f00, 0xf483_710d_6df5_2245,
    ]

    /// The answer.
    static let answer: [UInt64] = [
        0x090d_bedd_9fee_5c6d, 0xd3c5_494a_b417_0d69, 0xd7c6_c509_f7d5_a3c0, 0xc006_391e_3a16_c2b9,
        0x9f9f_4127_5245_bad3, 0x7e40_015a_a605_3df4, 0x831c_fd8f_2249_77b9, 0x7968_2c2f_408e_53a3,
        0x90b5_ac7b_e190_e41b, 0xe24e_9c16_30fa_2e0f, 0x2fc6_bafe_56cb_885e, 0x13a0_33c7_6345_e75d,
        0xf9c5_468c_1045_c647, 0x7164_dc82_2753_98b5, 0xae70_3137_be91_cc73, 0xa38e_130e_f09e_ebc8,
    ]

    /// The answer, decrypted.
    static let opened: [UInt64] = [
        0x17fb_fab7_796e_2201, 0x8da5_3166_d350_55f2, 0x6cbf_6cf0_a758_d1df, 0x6ee7_9c0d_8584_1c91,
        0x0038_ed1a_8da3_1b6b, 0x714b_f379_d8d2_4b77, 0xd4d0_82c1_3be5_18ca, 0x69f7_75a5_5284_430b,
    ]

    /// Row by row, as the bits of doubles.
    static let predictions: [UInt64] = [
        0xc01b_9eb9_4a0e_6a08, 0xc038_7d06_3ce0_8f94, 0x4033_9ab5_bd8e_a810, 0x4048_72c0_530b_ada5,
        0x4011_4d36_83aa_83fa, 0x400a_9995_d912_869c,
    ]

    /// SHA-256 of the key proof's roots, one after the other.
    static let proof: [UInt64] = [
        0xb214_ca91_4da5_60a2, 0x060c_bde0_9493_4ebb, 0x2d5f_a7da_34df_afeb, 0x64cf_0693_a748_3684,
    ]

    /// The seed of a compact request.
    static let seed: [UInt64] = [
        0x1a41_c3bb_39b4_e34c, 0xcd78_9e4a_dd9e_b876, 0x3ba5_61fb_f7ba_64b1, 0x0dd5_4141_212b_2e78,
    ]

    /// The half that is sent of its ciphertext 7, of `plaintext`.
    static let compact: [UInt64] = [
        0x164f_25b6_67bd_0394, 0x0926_90f0_6f0a_5cc2, 0x5b47_7975_2a52_394c, 0x71ca_d9d8_00e0_b6f7,
        0x3bc9_c226_96b4_bdc1, 0x8512_c397_6367_99cc, 0xa887_3150_6763_aea0, 0x14a7_8596_f647_31a0,
    ]

    /// A negative weight of 16 bits.
    static let weight: Int64 = -16_775

    /// The exponent of the prediction.
    static let predictionExponent = -17
}
