"""What credentials look like that their provider gave a shape: its prefix, its alphabet, its length.

Source: the providers' own documentation and announcements of scannable tokens, and as a cross-check the rules of gitleaks
(https://github.com/gitleaks/gitleaks, config/gitleaks.toml, 22 July 2026) and detect-secrets 1.5.0; looked at on
2026-11-30. A shape begins where none can be under way, and every quantifier is bounded or of one class of characters.
"""
# ruff: noqa: E501 - a table of patterns stands line by line

from __future__ import annotations

from typing import NamedTuple


class Shape(NamedTuple):
    """One kind of credential: how it is called, what each of them has in it, its pattern.

    A mark is found far faster than a pattern, and is nearly always absent. `ahead` is how many characters a credential
    has before its mark at most; most begin with it.
    """

    kind: str
    marks: tuple[str, ...]
    pattern: str
    ahead: int = 0


_HEX = "[0-9a-f]"
_UUID = rf"{_HEX}{{8}}-{_HEX}{{4}}-{_HEX}{{4}}-{_HEX}{{4}}-{_HEX}{{12}}"

SHAPES = (
    Shape("AWS access key", ("AKIA", "ASIA", "ABIA", "ACCA"), r"\b(AKIA|ASIA|ABIA|ACCA)[0-9A-Z]{16}\b"),
    Shape("AWS Bedrock key", ("ABSK", "bedrock-api-key-"), r"\bABSK[\w+/]{109,269}|\bbedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29t"),
    Shape("AWS session token", ("IQoJb3Jp", "FwoGZXIv"), r"\b(IQoJb3JpZ2lu|FwoGZXIvYXdz)[\w/+=%]{100,}"),
    Shape("Amazon secret", ("amzn.mws.", "amzn1.oa2-cs."), r"\bamzn\.mws\.[0-9a-z]{8}(-[0-9a-z]{4}){3}-[0-9a-z]{12}|\bamzn1\.oa2-cs\.v1\.[0-9a-f]{64}"),
    Shape("private key", ("PRIVATE KEY", "AGE-SECRET-KEY", "PuTTY-User"), (
        r"-----BEGIN [A-Z ]*PRIVATE KEY|\bAGE-SECRET-KEY-1[0-9A-Z]{58}|\bPuTTY-User-Key-File-[23]"
    ), 40),
    Shape("private key in base64", ("LS0tLS1CRUdJTi",), r"LS0tLS1CRUdJTi(BSU0EgUFJJ|BQUklWQVRF|BFQyBQUkl|BPUEVOU1NI)[\w+/]{20,}"),
    Shape("NATS seed", ("SU", "SA", "SO"), r"\bS[UAO][A-Z2-7]{56}\b"),
    Shape("GitHub token", ("ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"), r"\b(gh[pousr]_[0-9A-Za-z]{36}|ghs_\w{1,40}_eyJ[\w-]{8,}\.eyJ|github_pat_\w{22,})"),
    Shape("GitLab token", (
        "glpat-", "gldt-", "glft-", "glptt-", "glrt-", "glsoat-", "glcbt-", "glffct-", "glimt-", "glagent-", "gloas-",
        "GR1348941", "_gitlab_session=", "glrtr-", "glwt-",
    ), (
        r"\b(glpat|gldt|glft|glptt|glrt|glsoat|glffct|glimt|glagent|gloas|glrtr|glwt)-[\w-]{20}|\bglcbt-\w{1,5}_[\w-]{20}"
        r"|\bGR1348941[\w-]{20}|\b_gitlab_session=[0-9a-z]{32}"
    )),
    Shape("Slack token", ("xox", "xapp-"), (
        r"\bxoxd-[\w%/+-]{100,}|\bxox[abeoprs](-\d)?-\d{6,14}-[0-9A-Za-z-]{3,}|\bxox[ar]-(\d-)?(?=[a-zA-Z]*\d)[0-9a-zA-Z]{8,48}|\bxoxe-\d-[0-9A-Za-z]{100,}"
        r"|\bxoxe\.xox[bp]-\d-[0-9A-Z]{40,}|\bxapp-\d-[0-9A-Z]+-\d+-[0-9a-z]+"
    )),
    Shape("Slack webhook", ("hooks.slack.com",), r"hooks\.slack\.com/(services/T\w+/B\w+/\w{16,}|(workflows|triggers|services)/[\w+/]{43,56})"),
    Shape("Microsoft Teams webhook", (".webhook.office.com", "outlook.office.com/webhook"), r"(\.webhook\.office\.com/webhookb2|outlook\.office\.com/webhook)/[\w@-]{20,120}/IncomingWebhook/[\w/-]{32,}"),
    Shape("Discord token", ("discord",), r"discord(app)?\.com/api/webhooks/\d{17,20}/[\w-]{60,}"),
    Shape("Stripe key", ("sk_live_", "rk_live_", "sk_test_", "rk_test_", "sk_prod_", "rk_prod_", "whsec_"), r"\b[rs]k_(live|test|prod)_[0-9A-Za-z]{16,}|\bwhsec_[0-9A-Za-z]{32,}"),
    Shape("Google API key", ("AIza",), r"\bAIza[\w-]{35}"),
    Shape("Google OAuth secret", ("GOCSPX-", "ya29.", "1//0"), r"\bGOCSPX-[\w-]{28}|\bya29\.[\w-]{30,}|(?<![\w/:])1//0[\w-]{40,}"),
    Shape("SendGrid key", ("SG.",), r"\bSG\.[\w-]{22}\.[\w-]{43}"),
    Shape("Brevo key", ("xkeysib-",), rf"\bxkeysib-{_HEX}{{64}}-[0-9A-Za-z]{{16}}"),
    Shape("Mailgun key", ("key-",), rf"(?<![\w-])key-{_HEX}{{32}}\b"),
    Shape("Mailchimp key", ("-us",), rf"\b{_HEX}{{32}}-us\d{{1,2}}\b", 32),
    Shape("npm token", ("npm_", "NpmToken."), rf"\bnpm_[0-9A-Za-z]{{36}}|\bNpmToken\.{_UUID}"),
    Shape("PyPI token", ("pypi-AgE",), r"\bpypi-AgE[\w-]{50,}"),
    Shape("RubyGems key", ("rubygems_",), rf"\brubygems_{_HEX}{{48}}"),
    Shape("NuGet key", ("oy2",), r"\boy2[a-z0-9]{43}\b"),
    Shape("Clojars token", ("CLOJARS_",), r"\bCLOJARS_[0-9a-z]{60}"),
    Shape("Docker token", ("dckr_",), r"\bdckr_(pat|oat)_[\w-]{27,}"),
    Shape("JSON web token", ("eyJ",), r"(?<![\w-])eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}"),
    Shape("OpenAI key", ("T3BlbkFJ", "ek_"), r"\bsk-[\w-]{20,100}T3BlbkFJ[\w-]{20,}|\bek_[0-9a-f]{32}\b", 104),
    Shape("Anthropic key", ("sk-ant-",), r"\bsk-ant-(api|admin|sid|oat)\d\d-[\w-]{40,}"),
    Shape("OpenRouter key", ("sk-or-v1-",), rf"\bsk-or-v1-{_HEX}{{64}}"),
    Shape("Perplexity key", ("pplx-",), r"\bpplx-[0-9A-Za-z]{48}"),
    Shape("Hugging Face token", ("hf_", "api_org_"), r"\bhf_[A-Za-z]{34}\b|\bapi_org_[A-Za-z]{34}\b"),
    Shape("Groq key", ("gsk_",), r"\bgsk_[0-9A-Za-z]{48,56}\b"),
    Shape("xAI key", ("xai-",), r"\bxai-[0-9A-Za-z]{80}"),
    Shape("Replicate token", ("r8_",), r"\br8_[0-9A-Za-z]{37}\b"),
    Shape("Azure secret", ("Q~", "AccountKey="), r"(?<![\w~.-])[\w~.]{3}\dQ~[\w~.-]{31,34}|\bAccountKey=[\w+/]{86}==", 4),
    Shape("Alibaba key", ("LTAI",), r"\bLTAI[0-9A-Za-z]{12,21}\b"),
    Shape("Tencent key", ("AKID",), r"\bAKID[0-9A-Za-z]{32}\b"),
    Shape("Yandex key", ("AQVN", "t1."), r"\bAQVN[\w-]{35,38}|\bt1\.[\w-]{20,}={0,2}\.[\w-]{86}"),
    Shape("DigitalOcean token", ("dop_v1_", "doo_v1_", "dor_v1_"), rf"\bdo[opr]_v1_{_HEX}{{64}}"),
    Shape("Cloudflare key", ("v1.0-",), rf"\bv1\.0-{_HEX}{{24}}-{_HEX}{{146}}"),
    Shape("Databricks token", ("dapi", "dose", "dkea"), rf"\b(dapi|dose|dkea){_HEX}{{32}}(-\d)?\b"),
    Shape("Terraform token", (".atlasv1.",), r"\b[0-9A-Za-z]{14}\.atlasv1\.[\w=-]{60,70}", 14),
    Shape("Vault token", ("hvs.", "hvb.", "hvr.", "s."), r"\bhv[sbr]\.[\w-]{24,300}|(?<![\w.-])s\.(?=[A-Za-z]*\d)[0-9A-Za-z]{24}(?![\w.])"),
    Shape("Pulumi token", ("pul-",), rf"\bpul-{_HEX}{{40}}"),
    Shape("Doppler token", ("dp.",), r"\bdp\.(pt|ct|st|sa|scim|audit)\.[\w.-]{40,}"),
    Shape("Infracost key", ("ico-",), r"(?<![\w.])ico-[0-9A-Za-z]{32}\b"),
    Shape("Grafana token", ("glsa_", "glc_", "eyJrIjoi"), r"\bglsa_[0-9A-Za-z]{32}_[0-9A-Fa-f]{8}|\bglc_[\w+/]{32,}|\beyJrIjoi[0-9A-Za-z]{60,}"),
    Shape("Dynatrace token", ("dt0c01.", "dt0s0"), r"\bdt0[cs]0\d\.[0-9A-Z]{8,24}\.[0-9A-Z]{64}"),
    Shape("New Relic key", ("NRAK-", "NRAA-", "NRII-", "NRIQ-", "NRJS-", "NRAL"), r"\bNRA[AK]-[0-9A-Za-z]{27}|\bNRI[IQ]-[\w-]{32}|\bNRJS-[0-9a-f]{19}|\b[0-9a-z]{36}NRAL\b", 36),
    Shape("Sentry token", ("sntryu_", "sntrys_"), rf"\bsntryu_{_HEX}{{64}}|\bsntrys_eyJ[\w+/=]{{40,}}"),
    Shape("Sonar token", ("squ_", "sqp_", "sqa_"), rf"\bsq[upa]_{_HEX}{{40}}\b"),
    Shape("Sourcegraph token", ("sgp_",), r"\bsgp_([0-9A-Fa-f]{16}_|local_)?[0-9A-Fa-f]{40}\b"),
    Shape("Postman key", ("PMAK-",), rf"\bPMAK-{_HEX}{{24}}-{_HEX}{{34}}"),
    Shape("Linear key", ("lin_api_", "lin_oauth_"), r"\blin_(api|oauth)_[0-9A-Za-z]{40,}"),
    Shape("Notion token", ("ntn_",), r"\bntn_\d{11}[0-9A-Za-z]{35}"),
    Shape("Airtable token", ("pat",), rf"\bpat[0-9A-Za-z]{{14}}\.{_HEX}{{64}}\b"),
    Shape("Atlassian token", ("ATATT3", "ATCTT3", "ATBB"), r"\bAT[AC]TT3[\w=-]{60,}|\bATBB[0-9A-Za-z]{32}\b"),
    Shape("Shopify token", ("shpat_", "shpca_", "shppa_", "shpss_"), r"\bshp(at|ca|pa|ss)_[0-9A-Fa-f]{32}"),
    Shape("Square token", ("EAAA", "sq0atp-", "sq0csp-", "sq0idp-"), r"\bsq0(atp|csp)-[\w-]{22,60}|\bEAAA[\w-]{60}\b"),
    Shape("Facebook token", ("EAAM", "EAAC", "EAAB", "IGQV", "|"), r"\bEAA[MCB][0-9A-Za-z]{80,}|\bIGQV[\w-]{100,}|(?<![\w.])\d{15,16}\|[\w-]{27}(?![\w-])", 16),
    Shape("Twilio key", ("SK", "AC"), rf"\b(SK|AC){_HEX}{{32}}\b"),
    Shape("Telegram token", (":AA",), r"(?:\b|(?<=bot))\d{8,10}:AA[\w-]{33}(?![\w-])", 13),
    Shape("Artifactory key", ("AKC", "cmVmd", "AP"), r"\bAKCp?[0-9A-Za-z]{69,}\b|\bcmVmd[0-9A-Za-z]{59}\b|\bAP[\dABCDEF][0-9A-Za-z]{70,}\b"),
    Shape("Fly.io token", ("fo1_", "fm1", "fm2_"), r"\bfo1_[\w-]{43}|\bfm(1[ar]|2)_[\w+/]{100,}"),
    Shape("Heroku key", ("HRKU-",), r"\bHRKU-[\w-]{30,}"),
    Shape("PlanetScale token", ("pscale_",), r"\bpscale_(tkn|oauth|pw)_[\w=.-]{32,64}"),
    Shape("Supabase token", ("sbp_", "sb_secret_"), rf"\bsbp_(v0_)?{_HEX}{{40}}\b|\bsb_secret_[\w-]{{30,}}"),
    Shape("ClickHouse key", ("4b1d",), r"\b4b1d[0-9A-Za-z]{38}\b"),
    Shape("1Password key", ("A3-", "ops_eyJ"), r"\bA3-[0-9A-Z]{6}-([0-9A-Z]{11}|[0-9A-Z]{6}-[0-9A-Z]{5})(-[0-9A-Z]{5}){3}\b|\bops_eyJ[\w+/]{200,}"),
    Shape("Adobe secret", ("p8e-",), r"\bp8e-[0-9A-Za-z]{32}\b"),
    Shape("Duffel token", ("duffel_",), r"\bduffel_(test|live)_[\w=-]{43}"),
    Shape("EasyPost key", ("EZAK", "EZTK"), r"\bEZ[AT]K[0-9A-Za-z]{54}\b"),
    Shape("Flutterwave key", ("FLWSECK",), r"\bFLWSECK(_TEST)?-[0-9a-zA-Z]{12,}(-X)?"),
    Shape("Frame.io token", ("fio-u-",), r"\bfio-u-[\w=-]{64}"),
    Shape("Harness key", ("pat.", "sat."), r"\b[ps]at\.[\w-]{22}\.[0-9A-Za-z]{24}\.[0-9A-Za-z]{20}\b"),
    Shape("MaxMind key", ("_mmk",), r"\b[0-9A-Za-z]{6}_[0-9A-Za-z]{29}_mmk\b", 36),
    Shape("Octopus key", ("API-",), r"\bAPI-(?=[A-Z]*\d)[0-9A-Z]{26}\b"),
    Shape("OpenShift token", ("sha256~",), r"\bsha256~[\w-]{43}"),
    Shape("Prefect token", ("pnu_",), r"\bpnu_[0-9A-Za-z]{36}\b"),
    Shape("ReadMe token", ("rdme_",), r"\brdme_[0-9a-z]{70}"),
    Shape("Scalingo token", ("tk-us-",), r"\btk-us-[\w-]{48}"),
    Shape("SettleMint token", ("sm_aat_", "sm_pat_", "sm_sat_"), r"\bsm_[aps]at_[0-9A-Za-z]{16}\b"),
    Shape("Shippo token", ("shippo_",), r"\bshippo_(live|test)_[0-9A-Fa-f]{40}"),
    Shape("Typeform token", ("tfp_",), r"\btfp_[\w.=-]{40,}"),
    Shape("Tailscale key", ("tskey-",), r"(?<![A-Za-z0-9-])tskey-[a-z]+-[\w-]{20,}"),
    Shape("Contentful token", ("CFPAT-",), r"\bCFPAT-[\w-]{43}"),
    Shape("Figma token", ("figd_", "figo_"), r"\bfig[do]_[\w-]{40,}"),
    Shape("Dropbox token", ("sl.",), r"(?<![\w.-])sl\.(u\.)?[\w=-]{130,}"),
    Shape("Azure DevOps token", ("AZDO",), r"\b[0-9A-Za-z]{76}AZDO[0-9A-Za-z]{4}\b", 76),
    Shape("Adafruit key", ("aio_",), r"\baio_[0-9A-Za-z]{28}\b"),
    Shape("Tavily key", ("tvly-",), r"\btvly-[0-9A-Za-z-]{32,}"),
    Shape("Dependency-Track key", ("odt_",), r"\bodt_[0-9A-Za-z_]{32,}"),
    Shape("Twitch key", ("live_",), r"\blive_\d{8,10}_[0-9A-Za-z]{30}\b"),
    Shape("Salesforce token", ("00D",), r"\b00D[0-9A-Za-z]{12,15}![\w.]{80,}"),
    Shape("Akamai token", ("akab-",), r"\bakab-[0-9a-z]{16}-[0-9a-z]{16}\b(?!\.)"),
    Shape("AppSync key", ("da2-",), r"(?<![\w-])da2-[0-9a-z]{26}\b"),
    Shape("Apify token", ("apify_api_",), r"\bapify_api_[0-9A-Za-z]{36}"),
    Shape("Azure key", ("APIM", "ACDb", "+ABa", "+AMC", "+ASt", "AzSe", "AzFu", "+ACR", "+AEh", "+ASb", "AIoT", "JQQJ99"), (
        r"(?<![\w/+])[\w/+-]{32,76}(APIM|ACDb|\+ABa|\+AMC|\+ASt|AzSe|AzFu|\+ACR|\+AEh|\+ASb|AIoT)[\w/+-]{5,6}={1,2}|\b[0-9A-Za-z]{52}JQQJ99[0-9A-Za-z]{26}"
    ), 80),
    Shape("Azure signature", ("sig=",), r"[?&]sig=[\w%/+-]{43,60}={0,2}", 1),
    Shape("Bitbucket token", ("BBDC-",), r"\bBBDC-[\w+/-]{40,}"),
    Shape("Braintree token", ("access_token$",), r"\baccess_token\$production\$[0-9a-z]{16}\$[0-9a-f]{32}"),
    Shape("Buildkite token", ("bkua_",), r"\bbkua_[0-9a-z]{40}"),
    Shape("CircleCI token", ("CCIPAT_", "CCIPRJ_"), r"\bCCIP(AT|RJ)_[0-9A-Za-z]{22}_[0-9a-f]{40}"),
    Shape("Cloudflare token", ("cfat_", "cfut_", "cfk_"), r"\bcf(at|ut|k)_[0-9A-Za-z]{48}\b"),
    Shape("crates.io token", ("cio",), r"\bcio(?=[A-Za-z]{0,31}\d)[0-9A-Za-z]{32}\b"),
    Shape("Cosmo key", ("cosmo_",), r"\bcosmo_[0-9a-f]{32}\b"),
    Shape("DeepSeek key", ("sk-",), r"(?<![\w-])sk-[0-9a-f]{32}\b"),
    Shape("Defined Networking key", ("dnkey-",), r"\bdnkey-[\w=-]{26}-[\w=-]{52}"),
    Shape("Deno token", ("ddp_",), r"\bddp_[0-9A-Za-z]{36}"),
    Shape("Docker Swarm token", ("SWMTKN-1-", "SWMKEY-1-"), r"\bSWMTKN-1-[0-9a-z]{50}-[0-9a-z]{25}|\bSWMKEY-1-[\w+/]{43}"),
    Shape("ElevenLabs key", ("sk_",), r"\bsk_[0-9a-f]{48}\b"),
    Shape("Feishu webhook", ("/bot/v2/hook/",), rf"/bot/v2/hook/{_UUID}"),
    Shape("Firebase key", (":APA91b",), r"\bAAAA[\w-]{7}:APA91b[\w-]{130,}", 12),
    Shape("HubSpot token", ("pat-na", "pat-eu"), rf"\bpat-(na|eu)\d-{_UUID}"),
    Shape("Kolide key", ("k2sk_v1_",), r"\bk2sk_v1_[0-9A-Za-z]{24}\b"),
    Shape("Onfido token", ("api_live", "api_sandbox"), r"\bapi_(live|sandbox)(_(ca|us))?\.[\w-]{11}\.[\w-]{32}"),
    Shape("LangSmith key", ("lsv2_",), r"\blsv2_(pt|sk)_[0-9a-f]{32}_[0-9a-f]{10}"),
    Shape("Langfuse key", ("sk-lf-",), rf"\bsk-lf-{_UUID}"),
    Shape("LlamaIndex key", ("llx-",), r"\bllx-[\w-]{48}"),
    Shape("MailerSend token", ("mlsn.",), r"\bmlsn\.[0-9a-f]{64}"),
    Shape("Mapbox token", ("sk.eyJ",), r"\bsk\.eyJ[\w-]{40,}\.[\w-]{20,}"),
    Shape("MongoDB secret", ("mdb_sa_sk_",), r"\bmdb_sa_sk_[\w-]{40}"),
    Shape("Netlify token", ("nfp_",), r"\bnfp_[0-9A-Za-z]{36}\b"),
    Shape("NVIDIA key", ("nvapi-",), r"\bnvapi-[\w-]{60,}"),
    Shape("Pinecone key", ("pcsk_",), r"\bpcsk_[0-9A-Za-z]{4,8}_[0-9A-Za-z]{40,}"),
    Shape("Plaid token", ("access-sandbox-", "access-development-", "access-production-"), rf"\baccess-(sandbox|development|production)-{_UUID}"),
    Shape("PostHog key", ("phx_", "phs_", "phr_", "pha_"), r"\bph[xsra]_[0-9A-Za-z]{40,}"),
    Shape("Postman key", ("PMAT-",), r"\bPMAT-[0-9A-Z]{26}\b"),
    Shape("PubNub key", ("sec-c-",), r"\bsec-c-[\w=-]{36,}"),
    Shape("Resend key", ("re_",), r"\bre_(?=[A-Za-z]*\d)[0-9A-Za-z]{8}_(?=[A-Za-z]*\d)[0-9A-Za-z]{24}\b"),
    Shape("Together key", ("tgp_v1_",), r"\btgp_v1_[\w-]{43}"),
    Shape("Twitter token", ("AAAAAAAAAAAAAAAAAAA",), r"(?<!\w)A{19,}[\w%]{50,}"),
    Shape("Vercel token", ("vcp_", "vci_", "vca_", "vcr_", "vck_"), r"\bvc[piark]_[0-9A-Za-z]{56}\b"),
    Shape("WooCommerce key", ("ck_", "cs_"), r"\bc[ks]_[0-9a-f]{40}\b"),
    Shape("Jenkins secret", ("{AQAAABAAAA",), r"\{AQAAABAAAA[\w+/=]{20,}\}"),
    Shape("42 secret", ("s-s4t2",), rf"\bs-s4t2(ud|af)-{_HEX}{{64}}"),
    Shape("password in an address", ("://",), r"\b[A-Za-z][A-Za-z0-9+.-]{0,40}://[^/\s:@\"'<>]*(?:@[\w.-]{1,80})?:(?!\*{1,40}@)[^/\s:;@${}\"'<>]+@", 41),
)  # fmt: skip
