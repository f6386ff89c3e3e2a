import { createClient } from '@kamachat/client';
import { startApp } from './app/startApp';

void startApp(createClient({}));
