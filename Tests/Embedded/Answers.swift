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
        0x2a27_df07_cfe3_74ad, 0x3e26_1368_f641_e682, 0x4d76_6126_345e_a535, 0x9ae2_5125_ab33_7b55,
    ]

    /// SHA-256 of the header of a request with packed rows.
    static let binding: [UInt64] = [
        0x298c_e2b9_4aa3_d78b, 0xc7bb_7605_5701_7267, 0x60f7_24ed_5382_bb41, 0x6884_c471_364d_de6b,
    ]

    /// Bits of a slot, bits of noise in it, S, slots of a ciphertext.
    static let plan: [UInt64] = [
        0x0000_0000_0000_0017, 0x0000_0000_0000_000d, 0x0000_0000_0000_105b, 0x0000_0000_0000_0016,
    ]

    /// Rows, as the bits of doubles.
    static let rows: [UInt64] = [
        0x0000_0000_0000_0000, 0x4028_0000_0000_0000, 0x4002_0000_0000_0000, 0x403b_0000_0000_0000,
        0x0000_0000_0000_0000, 0xbff8_0000_0000_0000, 0x4024_0000_0000_0000, 0x401d_9999_9999_999a,
        0x3fd3_3333_3333_3333,
    ]

    /// One plaintext for each feature.
    static let packed: [UInt64] = [
        0xca1d_01e9_6aa4_0b8a, 0xaeb6_7add_40e6_4b46, 0xd57d_aa53_8725_15a1, 0xee99_b936_e254_8156,
        0x64a2_1807_5b1d_6833, 0x1462_6f89_7bfb_133f, 0x69b5_ef4e_c47e_c14c, 0x313f_3880_34ce_70f1,
        0x0000_0000_0000_0000, 0x0000_0000_0000_0000, 0x0000_0000_0000_0000, 0x0000_0000_0000_0000,
        0x0000_0000_0000_0000, 0x0000_0000_0000_0000, 0x0000_0000_0000_0000, 0x003a_3ffe_0c00_03e8,
        0xca1d_01e9_6aa4_0b8a, 0xaeb6_7add_40e6_4b46, 0xd57d_aa53_8725_15a1, 0xee99_b936_e254_8156,
        0x64a2_1807_5b1d_6833, 0x1462_6f89_7bfb_133f, 0x69b5_ef4e_c47e_c14c, 0x3175_f87c_4cce_78c1,
    ]

    /// The `r` of their encryptions.
    static let nonces: [UInt64] = [
        0x9cde_55c1_9d63_5363, 0xe9d4_84ed_e05d_3366, 0x98bf_b4ac_d3d8_4d0b, 0xe2a1_df36_3a11_150f,
        0xbd70_b380_0eba_e7b5, 0xec0b_4329_5bfc_2be2, 0x4f56_d222_93e3_0e8c, 0xb210_39c4_5077_5a59,
        0x521a_98d3_bb34_404e, 0xd8b7_ecfc_3885_679c, 0x5468_7f9c_d24d_5fba, 0x7824_2d83_dfec_a101,
        0xd845_5687_0dc6_8588, 0x28be_e20a_acaa_12d9, 0xa25a_f0c6_b1f3_30b3, 0x9d27_6a18_9538_00eb,
        0x2b6f_0b84_aa2d_ea77, 0x6259_b427_e5f9_557c, 0x4e22_750e_f7d0_4d23, 0x7c81_cdb3_b7e9_b1f2,
        0x2678_9952_bdbd_b11d, 0x7b74_9fca_1f37_7197, 0xe82d_5e4e_4e0b_1505, 0xeaac_30b8_3269_1a4d,
    ]

    /// The random bits that drown low bits, side by side.
    static let slotNoise: [UInt64] = [
        0x0000_0000_0000_3667, 0xd899_8a7a_8bff_e000,
    ]

    /// The random number above the slots.
    static let upper: [UInt64] = [
        0x0022_c918_62ba_fc06, 0xbc8c_fbfa_76ca_f9b2, 0x7a81_7c24_437d_3f90, 0x9790_0a56_4af9_28aa,
        0xe918_2736_e97c_df24, 0x1722_d721_d103_371c,
    ]

    /// The `s` of the answer's noise.
    static let answerNonce: [UInt64] = [
        0x9acf_c3e9_98c1_fd57, 0xc82d_94f1_8183_9aac, 0x58b6_6346_828e_ca33, 0x9cfe_b2d6_39fb_abee,
        0xc7a3_746d_5ff3_92a4, 0xed3b_77de_f900_ad13, 0x7d88_cc38_8890_0a59, 0xfc7e_94b9_1cb2_7c52,
    ]

    /// The answer.
    static let answer: [UInt64] = [
        0x7a60_7da3_1589_ed29, 0xdf7e_8b9f_0df2_2c73, 0xec2b_28ba_9754_7e26, 0x7d7e_e6d0_25c1_8483,
        0x7c86_5182_7cce_709d, 0x3fe1_f12a_6863_98b8, 0x7860_7cca_cbb8_02bc, 0x9a85_c184_b89e_fc4f,
        0xafee_61d9_02a1_4856, 0xa700_6baa_1466_fdb8, 0x8cef_1e70_c358_e589, 0x9bef_36aa_2930_ffa2,
        0x4b51_a9d8_5b64_f111, 0x7909_56a6_8ae0_9710, 0x1150_71fc_3e2f_4b01, 0x3393_253d_6842_bcb7,
    ]

    /// The answer, decrypted.
    static let opened: [UInt64] = [
        0x8b24_618a_ebf0_1af2, 0x33ef_e9db_2be6_c9ea, 0x05f0_910d_f4fe_425e, 0x4029_592b_e4a2_aba4,
        0x609c_dba5_f37c_905c, 0x8b5c_8744_0cdc_7170, 0x0965_f190_b20c_3ecd, 0x4201_afbb_dc21_54b9,
    ]

    /// Row by row, as the bits of doubles.
    static let predictions: [UInt64] = [
        0xc005_2030_b9b8_cb84, 0xc038_b818_f21e_f00a, 0x402d_bb3f_1981_3ebe, 0x4048_9a3f_aba2_63c4,
        0x4007_4708_0a75_a9b4, 0x4008_cc84_2c6c_4dc8,
    ]

    /// SHA-256 of the key proof's roots, one after the other.
    static let proof: [UInt64] = [
        0xb214_ca91_4da5_60a2, 0x060c_bde0_9493_4ebb, 0x2d5f_a7da_34df_afeb, 0x64cf_0693_a748_3684,
    ]

    /// The seed of a compact request.
    static let seed: [UInt64] = [
        0xb1e4_644e_96d9_8946, 0xb30e_6632_aa50_a1c7, 0x4c4a_7602_ca5b_b99e, 0x22ad_c2c0_c27d_240d,
    ]

    /// The half that is sent of its ciphertext 7, of `plaintext`.
    static let compact: [UInt64] = [
        0x19a3_e43f_1a29_c989, 0x4494_2adc_4ba1_c8fa, 0xe1ee_f901_d2eb_cd67, 0xfc77_6b82_10d9_f434,
        0xb03d_63dc_8238_7a58, 0x7300_9ec8_6725_fef6, 0x14f7_7543_ca8a_9f80, 0xb789_53be_31d7_8535,
    ]

    /// A negative weight of 16 bits.
    static let weight: Int64 = -16_775

    /// The exponent of the prediction.
    static let predictionExponent = -17
}
