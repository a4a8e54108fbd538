/** Says how much Auth0 trusts a signal; `neutral` means no information. */
export type Confidence = 'low' | 'medium' | 'high' | 'neutral';

/** `event.authentication.riskAssessment`: adaptive MFA’s own, on tenants that have it. */
export interface RiskAssessment {
  confidence: Confidence;
  version: string;
  assessments: {
    AgentDetection?: {
      code: 'unknown' | 'verified_agent';
      confidence: Confidence;
      details?: { provider?: string };
    };
    ImpossibleTravel?: { code: TravelCode; confidence: Confidence };
    NewDevice?: {
      code: DeviceCode;
      confidence: Confidence;
      details?: { device?: 'known' | 'unknown'; useragent?: 'known' | 'unknown' };
    };
    UntrustedIP?: {
      code: 'not_found_on_deny_list' | 'found_on_deny_list' | 'invalid_ip_address' | 'assessment_not_available';
      confidence: Confidence;
      details?: { category?: string; ip?: string; matches?: string; source?: string };
    };
  };
  /** Signals of other vendors, where the tenant integrates them. */
  supplemental?: { akamai?: { akamaiBot?: AkamaiBot; akamaiUserRisk?: AkamaiUserRisk } };
}

type TravelCode =
  | 'minimal_travel_from_last_login'
  | 'travel_from_last_login'
  | 'substantial_travel_from_last_login'
  | 'impossible_travel_from_last_login'
  | 'invalid_travel'
  | 'missing_geoip'
  | 'anonymous_proxy'
  | 'unknown_location'
  | 'initial_login'
  | 'location_history_not_found'
  | 'assessment_not_available';

type DeviceCode =
  | 'match'
  | 'partial_match'
  | 'no_match'
  | 'initial_login'
  | 'unknown_device'
  | 'no_device_history'
  | 'assessment_not_available';

interface AkamaiBot {
  type?: string;
  action?: string;
  botCategory?: string[];
  botScore?: number;
  botScoreResponseSegment?: string;
  botnetId?: string;
}

interface AkamaiUserRisk {
  action?: string;
  allow?: number;
  emailDomain?: string;
  general?: Record<string, unknown>;
  ouid?: string;
  requestid?: string;
  risk?: Record<string, unknown>;
  score?: number;
  status?: number;
  trust?: Record<string, unknown>;
  username?: string;
  uuid?: string;
}
