/** Published query parameters that are not emulated, by operation: refused as unknown, which is better than ignored. */
export const LEFT_OUT: Readonly<Record<string, readonly string[]>> = {
  'GET /clients': ['external_client_id', 'q'],
  'GET /custom-domains': ['q', 'sort'],
  'GET /organizations': ['sort'],
};
