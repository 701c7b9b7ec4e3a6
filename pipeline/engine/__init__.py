"""Where the steps of flow.py run: in child processes of one service, for as long as there is something to do."""
