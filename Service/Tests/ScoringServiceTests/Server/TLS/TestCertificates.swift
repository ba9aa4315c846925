// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// Certificates, each with those that it is followed by in a chain, made by `make-certificates` with OpenSSL; their keys are public.
struct TestCertificates {
    let certificate: String
    let privateKey: String

    /// Of localhost, signed by itself.
    static let first = TestCertificates(
        certificate: """
            -----BEGIN CERTIFICATE-----
            MIIBkzCCATmgAwIBAgIUObMjh9fG1nPjNxfHTN8MIomr/4kwCgYIKoZIzj0EAwIw
            EDEOMAwGA1UEAwwFZmlyc3QwIBcNMjYxMTI3MDMzNDI1WhgPMjEyNjExMDMwMzM0
            MjVaMBAxDjAMBgNVBAMMBWZpcnN0MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE
            RNGcTYulfrVxYJqNEyyMwMzD5Aj6T9sZpuey3JkFX6pO6TX1vl5l9zMufPWtkSLf
            cZAGnUOKglOg11tBL9HCaqNvMG0wHQYDVR0OBBYEFIq6d3P06LMIFhcbcffV+5Af
            RUA/MB8GA1UdIwQYMBaAFIq6d3P06LMIFhcbcffV+5AfRUA/MA8GA1UdEwEB/wQF
            MAMBAf8wGgYDVR0RBBMwEYIJbG9jYWxob3N0hwR/AAABMAoGCCqGSM49BAMCA0gA
            MEUCIQD5qisisPcJ3SSyyAazsPFjxTwWT0EgD9ucc9dzdIz8NwIgHTghs8I2dCfY
            mwLGism4oGgBrfrYDLLM9LbX4iqFEzQ=
            -----END CERTIFICATE-----

            """,
        privateKey: """
            -----BEGIN PRIVATE KEY-----
            MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg3mjNCSEB20pxKUmR
            pb+LOl38rNDcyr4RNN6CyYB7ZrahRANCAARE0ZxNi6V+tXFgmo0TLIzAzMPkCPpP
            2xmm57LcmQVfqk7pNfW+XmX3My589a2RIt9xkAadQ4qCU6DXW0Ev0cJq
            -----END PRIVATE KEY-----

            """)
    /// Of localhost, signed by itself.
    static let second = TestCertificates(
        certificate: """
            -----BEGIN CERTIFICATE-----
            MIIBlDCCATugAwIBAgIUH4BN0jC87RcRkXhyuCAhNxU9SHQwCgYIKoZIzj0EAwIw
            ETEPMA0GA1UEAwwGc2Vjb25kMCAXDTI2MTEyNzAzMzQyNVoYDzIxMjYxMTAzMDMz
            NDI1WjARMQ8wDQYDVQQDDAZzZWNvbmQwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC
            AAQu6veZGsTSEv5m6Gtcov84Qa7gLuP8TjqIXA0gue5cHAAQAF/r9/fQzepyYHFO
            cJ39JMW7X04RpOgeDOj1dlvEo28wbTAdBgNVHQ4EFgQUC6zTBj9WX+0YHWVf397H
            Q6bNNmIwHwYDVR0jBBgwFoAUC6zTBj9WX+0YHWVf397HQ6bNNmIwDwYDVR0TAQH/
            BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZIzj0EAwID
            RwAwRAIgZAQr7Oty08IshkrYrL9Eyg9VPuXmT6lhTPzrwLdCRWoCIFQxKkdKxgXh
            8U+YuuUI8Hm/o3TadYwCn0N/ELPxxSN/
            -----END CERTIFICATE-----

            """,
        privateKey: """
            -----BEGIN PRIVATE KEY-----
            MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgJ7Uk3zhEvNFf5OYD
            a88mutpoqTKRapaI4kVYEIu9pYOhRANCAAQu6veZGsTSEv5m6Gtcov84Qa7gLuP8
            TjqIXA0gue5cHAAQAF/r9/fQzepyYHFOcJ39JMW7X04RpOgeDOj1dlvE
            -----END PRIVATE KEY-----

            """)
    /// An authority.
    static let authority = TestCertificates(
        certificate: """
            -----BEGIN CERTIFICATE-----
            MIIBjjCCATWgAwIBAgIUT+/V7Eg9JFBb7wdNN8dWlqeHn/kwCgYIKoZIzj0EAwIw
            FDESMBAGA1UEAwwJYXV0aG9yaXR5MCAXDTI2MTEyNzAzMzQyNVoYDzIxMjYxMTAz
            MDMzNDI1WjAUMRIwEAYDVQQDDAlhdXRob3JpdHkwWTATBgcqhkjOPQIBBggqhkjO
            PQMBBwNCAAR8qNkv/f8SxXjp6B84s5tKOc8ZdX6RF9KLuMDUM87wfl9Z4jIWht6k
            kr+zt5rVkEMtsbVJ5oZU6Eu/KMfiuCvOo2MwYTAdBgNVHQ4EFgQUBPTp6mN3w0rT
            mnKcEPHMwm85erkwHwYDVR0jBBgwFoAUBPTp6mN3w0rTmnKcEPHMwm85erkwDwYD
            VR0TAQH/BAUwAwEB/zAOBgNVHQ8BAf8EBAMCAgQwCgYIKoZIzj0EAwIDRwAwRAIg
            I4LOKPWqHHDXZR97Wju/mLsfQbLokhwFGAygMtwDyiQCIGf94nF++Bs50jlylyPW
            5rL+CeKqrh9uwNnY0X9x7U3U
            -----END CERTIFICATE-----

            """,
        privateKey: """
            -----BEGIN PRIVATE KEY-----
            MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg1rmWzyIed/h1dyPm
            hm3ULGtgbu8uKcp6jmta/QS7NE+hRANCAAR8qNkv/f8SxXjp6B84s5tKOc8ZdX6R
            F9KLuMDUM87wfl9Z4jIWht6kkr+zt5rVkEMtsbVJ5oZU6Eu/KMfiuCvO
            -----END PRIVATE KEY-----

            """)
    /// Of localhost, issued by an intermediate of the authority, which follows it.
    static let issued = TestCertificates(
        certificate: """
            -----BEGIN CERTIFICATE-----
            MIIBizCCATCgAwIBAgIUQqwlLidqyiNsACyBfj2rLfigcS4wCgYIKoZIzj0EAwIw
            FzEVMBMGA1UEAwwMaW50ZXJtZWRpYXRlMCAXDTI2MTEyNzAzMzQyNVoYDzIxMjYx
            MTAzMDMzNDI1WjARMQ8wDQYDVQQDDAZpc3N1ZWQwWTATBgcqhkjOPQIBBggqhkjO
            PQMBBwNCAATy28OFLwgI1qAghLvMx9TbRKMcBwAWWHVs9x9j3hF2FS5tzYiLg6mX
            /DfrNC60aaS6jmq4kIabdlZLyUS7r1mJo14wXDAaBgNVHREEEzARgglsb2NhbGhv
            c3SHBH8AAAEwHQYDVR0OBBYEFOQZjPd7+DLhPUkb0y98LNfu2tG1MB8GA1UdIwQY
            MBaAFHff1YSMMzr8abDbLY+yRYnJ/d61MAoGCCqGSM49BAMCA0kAMEYCIQCgshSd
            b9hGG7V2gp6QL96rgVdbjyOz5nzkVFFMYZb6NAIhAORdSRVNd7U+ltnvzc+utlKx
            ioR1n6nigVBBwk77mU4+
            -----END CERTIFICATE-----
            -----BEGIN CERTIFICATE-----
            MIIBgjCCASigAwIBAgIUNgWnvaTGfLycPOBKMX7s+6mjaAswCgYIKoZIzj0EAwIw
            FDESMBAGA1UEAwwJYXV0aG9yaXR5MCAXDTI2MTEyNzAzMzQyNVoYDzIxMjYxMTAz
            MDMzNDI1WjAXMRUwEwYDVQQDDAxpbnRlcm1lZGlhdGUwWTATBgcqhkjOPQIBBggq
            hkjOPQMBBwNCAAR3HxzAlAzEqJuFJIKEwguITLHbnkECpaLC5bZYXq4bcSd8JD6R
            P+3bAelFW7ynyb2+k2YaZICOI1rrP/4dj8xko1MwUTAPBgNVHRMBAf8EBTADAQH/
            MB0GA1UdDgQWBBR339WEjDM6/Gmw2y2PskWJyf3etTAfBgNVHSMEGDAWgBQE9Onq
            Y3fDStOacpwQ8czCbzl6uTAKBggqhkjOPQQDAgNIADBFAiAuz0Us/+/UM6pwAkI5
            QlzPgizV9r80m1vDyIQtWic7IAIhAJ/eHyQnGwjiR3wNwbCXoNh9UWE4suQEKTJn
            A6MTjSDv
            -----END CERTIFICATE-----

            """,
        privateKey: """
            -----BEGIN PRIVATE KEY-----
            MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgkugOjcBlO4JQEjY8
            aQnwKPAU60THOE5wCr6Tur8xyHOhRANCAATy28OFLwgI1qAghLvMx9TbRKMcBwAW
            WHVs9x9j3hF2FS5tzYiLg6mX/DfrNC60aaS6jmq4kIabdlZLyUS7r1mJ
            -----END PRIVATE KEY-----

            """)
    /// Of another host, issued by the authority.
    static let elsewhere = TestCertificates(
        certificate: """
            -----BEGIN CERTIFICATE-----
            MIIBjTCCATKgAwIBAgIUTx8AeYdIdEEYW5DXw9udsGo9CsAwCgYIKoZIzj0EAwIw
            FDESMBAGA1UEAwwJYXV0aG9yaXR5MCAXDTI2MTEyNzAzMzQyNloYDzIxMjYxMTAz
            MDMzNDI2WjAUMRIwEAYDVQQDDAllbHNld2hlcmUwWTATBgcqhkjOPQIBBggqhkjO
            PQMBBwNCAASGSByBa4QFtyc55QS8AnM3xYU1oZHlDf572bkkZa2g2pxR40MAqBrU
            bgLw1pyUMKubAAdzvBLNQvupFVrP1B6No2AwXjAcBgNVHREEFTATggtzY29yZXMu
            dGVzdIcEfwAAAjAdBgNVHQ4EFgQU3qLeDYsktJAmia8aJNoCeGtGyF8wHwYDVR0j
            BBgwFoAUBPTp6mN3w0rTmnKcEPHMwm85erkwCgYIKoZIzj0EAwIDSQAwRgIhALvf
            Lc1XefXKhjEyPydzSUly2uReDRMpJbJv6YE2KnKHAiEA0l3j1GvQ7Hm5mEFwu9Sj
            LUO+wSpiCmPaxBLZ3ZMe3p8=
            -----END CERTIFICATE-----

            """,
        privateKey: """
            -----BEGIN PRIVATE KEY-----
            MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgxqBjHJoIT78VT6H7
            hG2mAiCL7DwUPM2mQUPkDvNHqpShRANCAASGSByBa4QFtyc55QS8AnM3xYU1oZHl
            Df572bkkZa2g2pxR40MAqBrUbgLw1pyUMKubAAdzvBLNQvupFVrP1B6N
            -----END PRIVATE KEY-----

            """)
    /// Of localhost, issued by the authority, and expired.
    static let expired = TestCertificates(
        certificate: """
            -----BEGIN CERTIFICATE-----
            MIIBhTCCASygAwIBAgIUISHrWSb4rytiT79uF6Vz/u3LUhkwCgYIKoZIzj0EAwIw
            FDESMBAGA1UEAwwJYXV0aG9yaXR5MB4XDTI2MTEyNzAzMzQyNloXDTI2MTEyNjAz
            MzQyNlowEjEQMA4GA1UEAwwHZXhwaXJlZDBZMBMGByqGSM49AgEGCCqGSM49AwEH
            A0IABASG6kre/Zx4agUkrUZPbFBxaQp1bBxywNL+byZF8LIrj3Y1nELH2ECPk0aP
            ByzItRHFEgdNqfp9B0BaXGTLrJCjXjBcMBoGA1UdEQQTMBGCCWxvY2FsaG9zdIcE
            fwAAATAdBgNVHQ4EFgQU/YlW8DdtQf5+ju/yDCJ+onMho2swHwYDVR0jBBgwFoAU
            BPTp6mN3w0rTmnKcEPHMwm85erkwCgYIKoZIzj0EAwIDRwAwRAIgTQ/JqQqRjQCb
            maBe3jfezWlrupXb66EN5i78Vj2FvpgCIFOWjAYXr+/KPN2xiGOR76EWEtCh4uNI
            FerYWRhbDeB2
            -----END CERTIFICATE-----

            """,
        privateKey: """
            -----BEGIN PRIVATE KEY-----
            MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgAJWjSwY8I7adNWvv
            smFClIjga+kmy3PLimvzizkJvwyhRANCAAQEhupK3v2ceGoFJK1GT2xQcWkKdWwc
            csDS/m8mRfCyK492NZxCx9hAj5NGjwcsyLURxRIHTan6fQdAWlxky6yQ
            -----END PRIVATE KEY-----

            """)
}
