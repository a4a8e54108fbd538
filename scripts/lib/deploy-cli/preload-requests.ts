/** Loaded into auth0-deploy-cli's process before it starts (`node --import`). */
import { watchFetch } from './preload-fetch.ts';

watchFetch(process.env.AUTH0_DOMAIN ?? '');
