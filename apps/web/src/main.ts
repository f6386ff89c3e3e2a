import { createClient } from '@kamachat/client';
import { startApp } from './app/startApp';
import { startWorker } from './app/update';

void startApp(createClient({}));
startWorker();
