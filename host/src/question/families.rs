//! Families of words: open classes, as wide as the trades are, for what grammar alone cannot tell.

use super::lexicon::{Words, words};
use std::sync::LazyLock;

/// People whom work brings along.
pub static PEOPLE: LazyLock<Words> = LazyLock::new(|| {
    words(
        "customer customers client clients patient patients guest guests parent parents child children pupil pupils \
         student students colleague colleagues coworker coworkers teammate teammates boss manager managers supervisor \
         director resident residents tenant tenants neighbour neighbor supplier suppliers vendor contractor foreman \
         user caller callers passenger passengers driver drivers witness member members partner stakeholder \
         stakeholders nurse doctor consultant physician surgeon teacher chef waiter apprentice trainee intern junior \
         employee employees donor donors buyer visitor officer mother father family relative relatives kid kids \
         somebody someone person team staff crew crowd shopper diner volunteer volunteers mentor",
    )
});

/// Matters of many trades that can be explained, used or checked.
pub static MATTERS: LazyLock<Words> = LazyLock::new(|| {
    words(
        "accessible accessibility api apis server servers database databases sql python java javascript typescript rust \
         react angular kubernetes docker terraform linux unix windows cloud aws azure git kafka redis postgres spark \
         excel spreadsheet spreadsheets sap salesforce crm erp autocad cad revit photoshop figma quickbooks xero \
         encryption network networks latency cache caching cluster queue buffer thread threads mutex deadlock index \
         deployment deploy pipeline debug debugging algorithm memory data dataset datasets model models regression \
         classifier overfitting metric metrics variable variables sample samples sampling bias hypothesis experiment \
         experiments method methods methodology framework frameworks theory theoretical literature evidence argument \
         causality causal correlation significance estimator limitation limitations validity chapter page figure table \
         equation appendix findings results measurement error errors margin tolerance tolerances voltage current circuit \
         torque pressure load beam concrete steel weld welding valve pump motor engine boiler wiring cable sensor \
         firmware hydraulic machine machines calibration corrosion insulation drainage scaffold \
         dose dosage diagnosis medication medications infection sepsis wound triage vitals symptoms anaesthetic \
         antibiotic antibiotics protocol hygiene sterile allergen allergens haccp sauce dough stock knife \
         statute tort contract breach clause liability jurisdiction precedent regulation regulations compliance gdpr \
         legislation audit accrual accruals depreciation ledger vat reconciliation cashflow valuation hedge ifrs gaap \
         phonics curriculum differentiation assessment pedagogy safeguarding syllabus risk forecast forecasting \
         inventory logistics warehouse seo funnel conversion segmentation brand campaign attribution \
         test tests testing automate automation software hardware tool tools technology technologies library \
         version standard standards certified certification technique techniques material materials process security \
         scrum kanban agile sprint cookie cookies integrate integration migration protocol protocols encryption \
         bug bugs outage incident monitoring logs log timeout schema join joins query queries",
    )
});

/// What a system is made of.
pub static SYSTEMS: LazyLock<Words> = LazyLock::new(|| {
    words(
        "system systems service services app application platform api database schema architecture pipeline backend \
         frontend feature checkout website site page store shop product dashboard warehouse network layout shortener \
         scheduler limiter cache feed engine marketplace tracker app infrastructure cluster search model",
    )
});

/// What programs are made of.
pub static CODE: LazyLock<Words> = LazyLock::new(|| {
    words(
        "function method algorithm array arrays string strings integer integers list lists loop loops recursion recursive \
         recursively class script regex pointer pointers tree trees graph hash hashmap dictionary stack queue sql query \
         palindrome anagram fibonacci fizzbuzz pseudocode program code snippet parser iterator linked matrix substring \
         node nodes test endpoint component",
    )
});

/// What stands in a curriculum vitae.
pub static CAREER: LazyLock<Words> = LazyLock::new(|| {
    words(
        "background experience experiences resume cv career role roles strength strengths weakness weaknesses \
         qualification qualifications qualified degree degrees diploma education studies study studied university \
         college school training trained responsibilities responsibility duties remit team quota targets target \
         portfolio dissertation thesis contribution specialism speciality specialty achievements skills skill hobbies \
         hobby interests style certificate certificates certifications certification licence license licensed \
         journey history gap project projects course courses module modules internship placement languages language \
         caseload territory ward clients hometown references reports budget flavour",
    )
});

/// Money that one earns.
pub static PAY: LazyLock<Words> = LazyLock::new(|| {
    words(
        "salary salaries compensation remuneration wage wages ctc lpa earnings payslip bonus equity ote pension \
         remunerated renumeration",
    )
});

/// Time, place and leave to work.
pub static TERMS: LazyLock<Words> = LazyLock::new(|| {
    words(
        "monday tuesday wednesday thursday friday saturday sunday mondays fridays saturdays sundays weekend weekends night \
         nights shift shifts evening evenings mornings earlies lates rota rotas office onsite remote remotely hybrid travel \
         travelling traveling relocate relocating relocation commute commuting notice join available availability visa \
         permit passport authorised authorized eligible citizen abroad overseas hours overtime on-call transport january \
         february march april may june july august september october november december immediately sponsorship clearance \
         fortnight residency",
    )
});

/// What one wants, and where one wants to go.
pub static DESIRES: LazyLock<Words> = LazyLock::new(|| {
    words(
        "want wants hope hoping hopes wish enjoy enjoys love attract attracts attracted attraction appeal appeals appealed \
         appealing motivate motivates motivated motivation excite excites excited drives passion passionate ambition \
         ambitions goal goals aspire aspirations dream career careers future leave leaving left quit move moving apply \
         applied applying join joining choose chose chosen switch interest interested interests inspires inspired \
         draws drew drawing pulls tempts tempted fulfilling satisfaction values stay",
    )
});

/// Words of interviews and vivas.
pub static OF_INTERVIEWS: LazyLock<Words> = LazyLock::new(|| {
    words(
        "yourself resume cv career background strengths weaknesses weakness strength interview interviews applied \
         applying application thesis dissertation candidates candidate hire hiring hired applicants panel role \
         examiner viva internship intern recruiter talent recruitment hr salary notice experience position post \
         job supervisor literature chapter employer vacancy colleague colleagues manager qualification qualified \
         probation shortlisted trainee apprenticeship placement shift shifts redundancy degree university coding \
         code ctc shadow graduate joined join engineer engineers engineering team startup company founder \
         professor function array desk territories territory rep nurse unit practice chambers associate \
         associates school kitchen chef dock tech stack platform onboarding culture offer compensation",
    )
});

/// Words of other calls: with clients, insurers, doctors, about deliveries and plans.
pub static OF_OTHER_CALLS: LazyLock<Words> = LazyLock::new(|| {
    words(
        "invoice invoices claim claims policy insurer premium quote quoted quotation rollout steering symptoms \
         pain prescription loan mortgage boiler invoicing milestone milestones discount accident insurance \
         insured garage leak roof plumber refund proposal scope warranty installation tenant landlord rent lease \
         booking venue sow signoff timeline website invoiced policyholder excess scaffolding enquiry enquired \
         subsidy bill collateral underwriter spreadsheet spreadsheets demo seats blocker blockers payment \
         payments subscription licences wedding builder drawings appointment referral tablets gp physio pharmacy \
         shipment shipments courier surveyor repair repairs delivery delivered agency draft drafts payroll clinic \
         logins competitor vehicle flat migration launch price prices pricing doctor supplier vendor cutover \
         phase",
    )
});

/// The call itself: sound, screen, the room.
pub static THE_CALL: LazyLock<Words> = LazyLock::new(|| {
    words(
        "hear hearing heard screen slides sound audio mic microphone camera video picture connection mute muted unmute \
         frozen freeze freezing slide volume moment second minute audible louder loud echo lag lagging breaking recording record chat tab headset \
         headphones zoom teams better clearer clear settled water tea coffee seat bookshelf filter background noise \
         anyone anybody doorbell phone dog cat baby link invite signal wifi stable zoomed blurry visible network repeat",
    )
});

/// What is done in its course, by those who lead it.
pub static OF_ITS_COURSE: LazyLock<Words> = LazyLock::new(|| {
    words(
        "start begin move push finish stop pause wrap break minute minutes second moment share open close call ring back \
         half three four five ten two one monday tuesday wednesday thursday friday tomorrow morning afternoon week \
         notes question questions send take stay interrupt offer lunch quick quickly",
    )
});
